"""Checks: what can be known of dialogs and words before anybody talks. `halfway check` runs them all."""
