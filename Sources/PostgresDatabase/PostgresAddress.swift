import CLibPQ
import DatabaseAccess
import Glibc

/// Connection settings for a server: our defaults, overridden by the operator's address.
struct PostgresAddress: Sendable {
  private let settings: [(keyword: String, value: String)]

  /// A connection attempt times out after 5 s, and a silent connection after about 30 s, so that a server that vanished
  /// blocks nobody. Kerberos must be enabled explicitly: looking for tickets takes time at every connection, and its
  /// library aborts a process that exits meanwhile.
  private static let ours = [
    "gssencmode": "disable", "connect_timeout": "5", "keepalives_idle": "30", "keepalives_interval": "10",
    "keepalives_count": "3", "tcp_user_timeout": "30000", "fallback_application_name": "tallybook",
  ]

  /// Cursors are read to the end, so they are planned for the whole result. The server ends idle transactions, since
  /// their process may be gone.
  private static func options(_ patience: PostgresTimeouts) -> String {
    [
      "client_min_messages=warning", "cursor_tuple_fraction=1", "timezone=UTC", "jit=off",
      "idle_in_transaction_session_timeout=10min", "statement_timeout=\(patience.statement.milliseconds)",
    ].map { "-c \($0)" }.joined(separator: " ")
  }

  /// - Parameter text: a libpq connection URI, `postgres://user@host/database?…`.
  /// - Throws: `StorageError.unavailable` if it is not valid. The message omits the text, which may contain a password.
  init(_ text: String, _ patience: PostgresTimeouts) throws {
    guard let parsed = PQconninfoParse(text, nil) else {
      throw StorageError.unavailable("The address of the store is not valid; use postgres://user@host/database.")
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

  /// Opens a connection, whose status the caller must check; nil if out of memory.
  func connect() -> OpaquePointer? {
    let keywords = settings.map { strdup($0.keyword) }
    let values = settings.map { strdup($0.value) }
    defer { for text in keywords + values { free(text) } }
    return PQconnectdbParams(
      keywords.map { UnsafePointer($0) } + [nil], values.map { UnsafePointer($0) } + [nil], 0)
  }
}
