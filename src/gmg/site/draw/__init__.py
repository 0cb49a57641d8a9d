"""Drawings as inline SVG text: pure functions of numbers and words, no script, no style inside."""
