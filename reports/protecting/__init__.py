"""Protects the small numbers of what is published: between count and draw, from one document to another (privacy.md).

The internal report is exact. Of the public edition, every hidden number comes with a move (moves.py): another set of
numbers that agrees with everything that is published and gives the hidden one another value. So nobody can work it out.
"""
