"""What things must look like: columns, tables, codes, money, identity numbers, policies, findings. Pure."""
