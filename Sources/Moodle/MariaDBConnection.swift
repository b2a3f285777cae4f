import CMariaDB
import DatabaseAccess

/// A connection to a site on MariaDB or MySQL, for one thread.
final class MariaDBConnection: SiteConnection {
  private let handle: UnsafeMutablePointer<MYSQL>
  let schema = "DATABASE()"
  let storageEngines: String? =
    "SELECT table_name, engine FROM information_schema.tables WHERE table_schema = DATABASE()"
  let now = "UNIX_TIMESTAMP()"
  let engine: String

  /// A statement may run for ten minutes, and wait half a minute for a lock.
  var begin: [String] {
    [
      engine.hasPrefix("MariaDB") ? "SET SESSION max_statement_time = 600" : "SET SESSION max_execution_time = 600000",
      "SET SESSION lock_wait_timeout = 30, net_write_timeout = 600", "SET NAMES utf8mb4",
      "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",
      "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY",
    ]
  }

  /// - Parameter address: as `DatabaseAddress.MariaDB` reads it.
  init(_ address: String, _ password: String?) throws {
    let address = try DatabaseAddress.MariaDB(address)
    guard let handle = mysql_init(nil) else { throw MoodleError("The client of MariaDB is out of memory.") }
    Self.setOptions(of: handle, certificates: address.certificates)
    guard
      mysql_real_connect(
        handle, address.host, address.user, password, address.database, address.port, address.socket, 0) != nil
    else {
      let (message, isRefused) = (String(cString: mysql_error(handle)), mysql_errno(handle) == 1_045)
      mysql_close(handle)
      if isRefused, password == nil { throw PasswordNeeded() }
      throw StorageError.unavailable("Moodle's database cannot be reached: \(message).")
    }
    self.handle = handle
    let version = String(cString: mysql_get_server_info(handle))
    engine = version.contains("MariaDB") ? "MariaDB \(version.prefix { $0 != "-" })" : "MySQL \(version)"
  }

  deinit { mysql_close(handle) }

  private static func setOptions(of handle: UnsafeMutablePointer<MYSQL>, certificates: String?) {
    // Seconds to connect and to wait for the next bytes. A server must not ask for files of this computer.
    for (option, value) in [
      (MYSQL_OPT_CONNECT_TIMEOUT, 10), (MYSQL_OPT_READ_TIMEOUT, 600), (MYSQL_OPT_LOCAL_INFILE, 0),
    ] {
      var value = UInt32(value)
      mysql_options(handle, option, &value)
    }
    guard let certificates else { return }
    mysql_ssl_set(handle, nil, nil, certificates, nil, nil)
    var isVerified: CChar = 1
    mysql_options(handle, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &isVerified)
  }

  func query(_ sql: String, _ body: ([ArraySlice<UInt8>?]) throws -> Void) throws {
    guard mysql_real_query(handle, sql, UInt(sql.utf8.count)) == 0 else { throw error(sql) }
    guard let result = mysql_use_result(handle) else {
      if mysql_errno(handle) != 0 { throw error(sql) }
      return
    }
    defer { mysql_free_result(result) }
    let columns = Int(mysql_num_fields(result))
    while let row = mysql_fetch_row(result) {
      guard let lengths = mysql_fetch_lengths(result) else { throw error(sql) }
      try body(
        (0..<columns).map { column in
          row[column].map { ArraySlice(UnsafeRawBufferPointer(start: $0, count: Int(lengths[column]))) }
        })
    }
    if mysql_errno(handle) != 0 { throw error(sql) }
  }

  private func error(_ sql: String) -> MoodleError {
    MoodleError("Moodle's database refused \(sql.prefix(100))…: \(String(cString: mysql_error(handle)))")
  }
}
