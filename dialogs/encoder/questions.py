"""Questions: what is asked of a text, by name. The linear models and the heads of the encoder are called alike."""

CONCERNS = "concerns"  # which danger is told of, and how pressing it is
DANGER = "danger"  # whether any is; also the label of what is
ACTS = "acts"  # whether somebody is blamed
FRAMES = "frames"  # what happened

# ... and of the branch alone:
BLAMING = "blaming"  # acts once more, learned from other examples
EVENT = "event"  # whether a text tells one that small edits of its words say
FEELINGS, NEEDS = "feelings", "needs"  # what it may feel like, and point to
EDITS, LEADS = "edits", "leads"  # of each word: what becomes of it, and what is put before it
