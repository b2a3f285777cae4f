/// How long anything may be waited for. Nothing is waited for without end.
package struct PostgresPatience: Sendable {
  /// For a connection, while all are in use.
  package var connection = Duration.seconds(10)
  /// For one's turn to write, and for a lock that somebody else holds.
  package var turn = Duration.seconds(30)
  /// For the turn of an import.
  package var turnOfImport = Duration.seconds(600)
  /// For one statement. The address of the store may say another: `?options=-c%20statement_timeout%3D5min`.
  package var statement = Duration.seconds(60)
  /// For one statement of an import.
  package var statementOfImport = Duration.seconds(3_600)
  /// Beyond a statement's own limit: then the server has stopped answering, and the connection is given up.
  package var answer = Duration.seconds(15)

  package init() {}

  /// To find out whether the store answers.
  static let ofCheck: PostgresPatience = {
    var patience = PostgresPatience()
    (patience.connection, patience.statement, patience.answer) = (.seconds(2), .seconds(2), .seconds(1))
    return patience
  }()
}

extension Duration {
  var milliseconds: Int { Int(components.seconds) * 1_000 + Int(components.attoseconds / 1_000_000_000_000_000) }
}
