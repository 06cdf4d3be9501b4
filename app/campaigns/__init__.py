"""Campaigns and their teams: what a coalition pursues, and who may do what in it.

Promises that a campaign is visible to its team only, and that it always has a lead. Never knows what a letter says.
"""
