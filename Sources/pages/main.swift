import Controls
import Hardening

print(Catalogue.controls(for: .standalone).map(\.page).joined(separator: "\n"))
