"""The safety detectors, measured: on messages by people who saw neither patterns nor examples."""
