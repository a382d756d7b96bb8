"""The loop camera: episodes logged in six taps, told back as a camera saw them, and the step cheapest to interrupt."""
