/// Timeouts; every wait has one.
package struct PostgresTimeouts: Sendable {
  /// For a free connection.
  package var connection = Duration.seconds(10)
  /// For the write lock and for locks of other transactions.
  package var turn = Duration.seconds(30)
  /// For the write lock of an import.
  package var turnOfImport = Duration.seconds(600)
  /// For one statement. The address of the store can override it: `?options=-c%20statement_timeout%3D5min`.
  package var statement = Duration.seconds(60)
  /// For one statement of an import.
  package var statementOfImport = Duration.seconds(3_600)
  /// In addition to a statement's timeout; after that, the server counts as unresponsive and the connection is dropped.
  package var answer = Duration.seconds(15)

  package init() {}

  /// For health checks.
  static let ofCheck: PostgresTimeouts = {
    var patience = PostgresTimeouts()
    (patience.connection, patience.statement, patience.answer) = (.seconds(2), .seconds(2), .seconds(1))
    return patience
  }()
}

extension Duration {
  var milliseconds: Int { Int(components.seconds) * 1_000 + Int(components.attoseconds / 1_000_000_000_000_000) }
}
