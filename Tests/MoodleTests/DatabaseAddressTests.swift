import Testing

@testable import Moodle

@Suite struct DatabaseAddressTests {
  @Test(arguments: [
    "postgres://tim:tiger@db/x", "mysql://tim:@db", "postgres://db/x?password=tiger", "postgres://db?sslpassword=tiger",
    "postgres://db/x?p%61ssword=tiger", "postgres://tim:ti/ger@db/x", "postgres://tim:ti?ger@db/x",
    "host=db password=tiger",
  ]) func `A password in an address is found`(address: String) {
    #expect(DatabaseAddress.hasPassword(address) && !DatabaseAddress.shortened(address).contains("tiger"))
  }

  @Test(arguments: [
    "postgres://tim@db:5432/x", "postgres://db:5432/x?user=tim@db", "mysql://tim@[::1]:3306/x?ssl-ca=/etc/ca.pem",
    "postgres:///x", "mysql://db/x?ssl=off", "postgres://%2Frun%2Fpostgresql/x",
  ]) func `An address without a password is not refused`(address: String) {
    #expect(!DatabaseAddress.hasPassword(address))
  }

  @Test(arguments: [
    ("mysql://tim@127.0.0.1:99999/x", "is not valid"), ("mysql://tim@127.0.0.1:65536/x", "is not valid"),
    ("mysql://db.example/x", "db.example is not this computer"), ("mysql://db/x?ssl=on", "either ssl-ca=FILE"),
    ("mysql://db/x?ssl=off&ssl-ca=ca.pem", "either ssl-ca=FILE"), ("mysql://db/x?ssl-ca=", "no file"),
    ("mysql://db/x?charset=utf8", "unknown parameter, charset"),
  ]) func `An address of MariaDB that cannot be used is refused`(address: String, words: String) {
    let error = #expect(throws: MoodleError.self) { try DatabaseAddress.MariaDB(address) }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
  }

  @Test(arguments: [
    "mysql://root@127.0.0.1:3307/x", "mysql://root@localhost", "mysql://root@[::1]/x", "mysql:///x?socket=/run/db",
    "mysql://db/x?ssl-ca=ca.pem", "mariadb://db/x?ssl=off", "mysql://root@127.0.0.1:3307",
  ]) func `A local host needs no TLS, another one says which`(address: String) throws {
    let parsed = try DatabaseAddress.MariaDB(address)
    #expect(parsed.port == (address.contains("3307") ? 3_307 : 3_306))
    #expect(parsed.certificates == (address.contains("ca.pem") ? "ca.pem" : nil) && parsed.host?.contains("[") != true)
  }
}
