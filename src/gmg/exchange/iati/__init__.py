"""IATI 2.03 in and out: parse, structure, rules, code lists, staging, writing."""
