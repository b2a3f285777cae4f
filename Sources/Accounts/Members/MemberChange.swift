import Records
import Support

/// A form's changes for the audit log: which fields, roles and managers, but not the values of fields.
struct MemberChange {
  let filters: String
  /// The previous e-mail address; nil if it is unchanged, or the user is new.
  let formerAddress: String?

  /// - Parameters:
  ///   - before: nil for a new user.
  ///   - rows: memberships and manager relations that are opened, or closed by their `until`.
  init(_ before: RecordRow?, _ after: RecordRow, _ rows: [RecordRow]) {
    var parts: [(String, String)] = []
    if let before {
      let names = RecordKind.users.fields.map(\.name).filter { before[$0] != after[$0] }
      let custom = Set(before.custom.keys).union(after.custom.keys).filter { before.custom[$0] != after.custom[$0] }
      let changed = names + custom.sorted().map { "custom:\($0)" }
      if !changed.isEmpty { parts.append(("changed", changed.joined(separator: ","))) }
    }
    parts += rows.map { row in
      let isOpened = row["until"].isNone
      guard row.kind == .memberships else {
        return (isOpened ? "manager_named" : "manager_removed", row["manager"].text ?? "")
      }
      return (isOpened ? "role_given" : "role_taken", "\(row["role"].text ?? "") \(row["group"].text ?? "")")
    }
    filters = parts.map { "\($0.0)=\(PercentEncoding.encoded($0.1))" }.joined(separator: "&")
    let isMoved = before.map { $0["email"] != after["email"] } ?? false
    formerAddress = isMoved ? before?["email"].text : nil
  }
}
