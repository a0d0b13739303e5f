"""Datasets as workbooks of a spreadsheet program (.xlsx): a form to fill in, and the way there and back.

layout     what a workbook holds: its sheets, their columns, what may be chosen
example    the example row of each sheet
writing    a workbook written, empty or with the records of a dataset
template   conflictdp template: a form to fill in
to_xlsx    a dataset as a workbook
"""
