"""The ground floor: reporting years, refusals, the audit trail, outgoing mail and the house styles."""
