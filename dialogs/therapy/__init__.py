"""Take it to therapy: one page about somebody's loop and what they did, edited by them before it is made."""
