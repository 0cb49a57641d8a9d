"""Indices of a system of migration: intensity, impact, distance, connectivity, age.

The dimensions are those of Bell and others (2002); flows are origin × destination and the diagonal, who
stays, is not looked at.
"""
