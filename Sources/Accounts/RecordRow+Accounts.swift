import Foundation
import Records

extension RecordRow {
  /// The record of a user who is created now, with a new id.
  /// - Parameter channel: how the account came into being, as in `records.md`.
  static func user(channel: String, now: Int) -> RecordRow {
    var row = RecordRow(kind: .users)
    row.set("id", .text(UUID().uuidString.lowercased()))
    row.set("created_at", .integer(now))
    row.set("channel", .text(channel))
    return row
  }

  /// The same, with an address and a name.
  static func user(
    channel: String, email: String, _ name: PersonName, now: Int
  ) throws(FieldError) -> RecordRow {
    let context = FieldContext(now: now)
    var row = user(channel: channel, now: now)
    try row.set("email", email, context)
    try row.set("first_name", name.first, context)
    try row.set("last_name", name.last, context)
    return row
  }

  /// - Parameters:
  ///   - user: the user's id.
  ///   - group: the group's id.
  ///   - since: seconds UTC, as `until`; nil: unknown.
  ///   - until: nil opens the membership.
  static func membership(
    of user: String, in group: String, as role: String, since: Int?, until: Int? = nil
  ) -> RecordRow {
    var row = RecordRow(kind: .memberships)
    row.set("group", .text(group))
    row.set("user", .text(user))
    row.set("role", .text(role))
    row.setPeriod(since, until)
    return row
  }

  /// The relation of a user to a manager, both by id.
  /// - Parameter until: nil opens the relation.
  static func manager(_ manager: String, of user: String, since: Int?, until: Int? = nil) -> RecordRow {
    var row = RecordRow(kind: .managers)
    row.set("user", .text(user))
    row.set("manager", .text(manager))
    row.setPeriod(since, until)
    return row
  }

  private mutating func setPeriod(_ since: Int?, _ until: Int?) {
    set("since", since.map { .integer($0) } ?? .none)
    set("until", until.map { .integer($0) } ?? .none)
  }
}
