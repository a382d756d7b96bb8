"""Questions: what is asked of a text, by name. The linear models and the heads of the encoder are called alike."""

CONCERNS = "concerns"  # which danger is told of, and how pressing it is
DANGER = "danger"  # whether any is; also the label of what is
ACTS = "acts"  # whether somebody is blamed
FRAMES = "frames"  # what happened
