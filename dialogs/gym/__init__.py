"""The gym: practising "I" statements by spotting, mending and writing, on what slips in for this person most often."""
