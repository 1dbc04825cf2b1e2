public import ArgumentParser
public import Catalog
public import Hardening
public import Reports
public import Rulesets

// Names that can be given on the command line as they are.
extension Layer: ExpressibleByArgument {}
extension ReportFormat: ExpressibleByArgument {}
extension Severity: ExpressibleByArgument {}
extension Door.Vantage.Place: ExpressibleByArgument {}
