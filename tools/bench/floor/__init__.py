"""The floor: what Django alone needs for the same page or the same booking, with no rule, no trail and no letter."""
