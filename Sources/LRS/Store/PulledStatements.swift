package import DatabaseAccess

/// Up to where the statements of other LRSs were read.
package struct PulledStatements {
  private let session: any SQLSession
  /// The endpoint of the other LRS.
  private let address: String

  package init(_ session: any SQLSession, from address: String) { (self.session, self.address) = (session, address) }

  /// All statements up to this `stored` were read, in microseconds since 1970; nil if none were.
  package func through() throws -> Int? {
    try session.first("SELECT through FROM xapi_pulls WHERE address = \(address)") { $0.integer(at: 0) }
  }

  package func note(through: Int) throws {
    try session.run(
      """
      INSERT INTO xapi_pulls (address, through) VALUES (\(address), \(through))
      ON CONFLICT (address) DO UPDATE SET through = excluded.through
      """)
  }
}
