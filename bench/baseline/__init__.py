"""The yardstick of the build: the same files into the same long table with pandas and openpyxl.

Written as a careful analyst would write it: every cell read as text, wide tables molten, codes
mapped through dictionaries, the address of each cell in columns, one Parquet at the end. It is
spared what gmg does besides: no check of headers, keys, totals or of the account of cells, no
store of the raw bytes, no refusal.
"""
