"""What an operator does beside the running bot: look, check, back up, bring back, rehearse a release."""
