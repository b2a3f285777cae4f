package import DatabaseAccess

/// Up to where the statements of other LRSs were read.
package struct PulledStatements {
  private let session: any SQLSession
  /// The endpoint of the other LRS.
  private let address: String
  /// The key of the credential there: another one may see other statements.
  private let reader: String

  package init(_ session: any SQLSession, from address: String, as reader: String) {
    (self.session, self.address, self.reader) = (session, address, reader)
  }

  /// All statements up to this `stored` were read, in microseconds since 1970; nil if none were.
  package func through() throws -> Int? {
    try session.first("SELECT through FROM xapi_pulls WHERE address = \(address) AND reader = \(reader)") {
      $0.integer(at: 0)
    }
  }

  /// A place before the known one changes nothing: what follows it was read earlier.
  package func note(through: Int) throws {
    try session.run(
      """
      INSERT INTO xapi_pulls (address, reader, through) VALUES (\(address), \(reader), \(through))
      ON CONFLICT (address, reader) DO UPDATE SET through =
        CASE WHEN xapi_pulls.through > excluded.through THEN xapi_pulls.through ELSE excluded.through END
      """)
  }
}
