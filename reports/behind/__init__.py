"""What is behind the figures of a report: the rows that each of them counts, as they are today."""
