import CLibPQ
import DatabaseAccess
import Glibc

/// Where a server is and how to speak with it: what the operator says, over what suits us.
struct PostgresAddress: Sendable {
  private let settings: [(keyword: String, value: String)]

  /// A connection that cannot be made is given up after five seconds, and one on which nothing is heard after some
  /// thirty: a server that vanished without a word must not hold anybody. Kerberos is for those who ask for it: to look
  /// for its tickets takes time at every connection, and its library aborts a process that ends meanwhile.
  private static let ours = [
    "gssencmode": "disable", "connect_timeout": "5", "keepalives_idle": "30", "keepalives_interval": "10",
    "keepalives_count": "3", "tcp_user_timeout": "30000", "fallback_application_name": "tallybook",
  ]

  /// A cursor is read to its end, so it is planned for the whole result. A transaction that stands still ends by
  /// itself: its process may be gone.
  private static func options(_ patience: PostgresPatience) -> String {
    [
      "client_min_messages=warning", "cursor_tuple_fraction=1", "timezone=UTC", "jit=off",
      "idle_in_transaction_session_timeout=10min", "statement_timeout=\(patience.statement.milliseconds)",
    ].map { "-c \($0)" }.joined(separator: " ")
  }

  /// - Parameter text: `postgres://user@host/database?…`, as libpq takes it.
  /// - Throws: `StorageError.unavailable` if it is none. The message does not repeat it: it may hold a password.
  init(_ text: String, _ patience: PostgresPatience) throws {
    guard let parsed = PQconninfoParse(text, nil) else {
      throw StorageError.unavailable("The address of the store is none that libpq understands.")
    }
    defer { PQconninfoFree(parsed) }
    var settings = Self.ours
    var option = parsed
    while let keyword = option.pointee.keyword {
      if let value = option.pointee.val { settings[String(cString: keyword)] = String(cString: value) }
      option += 1
    }
    settings["options"] = Self.options(patience) + " " + (settings["options"] ?? "")
    self.settings = settings.map { ($0.key, $0.value) }
  }

  /// Opens a connection, good or bad; nil if there is no memory for it.
  func connect() -> OpaquePointer? {
    let keywords = settings.map { strdup($0.keyword) }
    let values = settings.map { strdup($0.value) }
    defer { for text in keywords + values { free(text) } }
    return PQconnectdbParams(
      keywords.map { UnsafePointer($0) } + [nil], values.map { UnsafePointer($0) } + [nil], 0)
  }
}
