"""Agencies, target groups, users and their duties, people and their equality answers."""
