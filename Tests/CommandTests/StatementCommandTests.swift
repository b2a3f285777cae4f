import Foundation
import Testing

/// `tallybook export xapi`, `pull xapi` and `import xapi`: statements go from store to store.
@Suite struct StatementCommandTests {
  static func id(_ number: Int) -> String {
    "00000000-0000-4000-8000-" + String(String(1_000_000_000_000 + number).dropFirst())
  }

  /// - Parameter time: of its timestamp and of `stored`; nil without both.
  static func statement(
    _ number: Int, time: String? = "2025-03-01T09:00:00.5Z", name: String = "Fire", more: String = ""
  ) -> String {
    let times = time.map { ",\"timestamp\":\"\($0)\",\"stored\":\"\($0)\"" } ?? ""
    return "{\"id\":\"\(id(number))\",\"actor\":{\"mbox\":\"mailto:ada@x.org\"},\"verb\":"
      + "{\"id\":\"http://adlnet.gov/expapi/verbs/completed\"},\"object\":{\"id\":\"http://x.org/fire\","
      + "\"definition\":{\"name\":{\"en\":\"\(name)\"}}}\(times)\(more)}"
  }

  private static func voiding(_ number: Int, own: Int) -> String {
    "{\"id\":\"\(id(own))\",\"actor\":{\"mbox\":\"mailto:ada@x.org\"},\"verb\":{\"id\":"
      + "\"http://adlnet.gov/expapi/verbs/voided\"},\"object\":{\"objectType\":\"StatementRef\",\"id\":\"\(id(number))\"}}"
  }

  private func write(_ lines: [String], to name: String, _ program: Program) throws {
    try Data(lines.joined(separator: "\n").utf8).write(to: program.folder.appending(path: name))
  }

  private func data(_ program: Program, _ name: String) throws -> Data {
    try Data(contentsOf: program.folder.appending(path: name))
  }

  @discardableResult private func succeed(
    _ program: Program, _ words: [String], environment: [String: String] = [:]
  ) throws -> String {
    let outcome = try program.run(words, environment: environment)
    try #require(outcome.status == 0, "\(words): \(outcome.errors)")
    return outcome.output
  }

  @Test func `Exported statements give the same file after an import into an empty store`() throws {
    let program = try Program()
    defer { program.remove() }
    try program.makeStore()
    let statements = [
      Self.statement(3, time: "2025-03-02T09:00:00Z"), Self.statement(1, more: ",\"version\":\"2.0.0\""),
      Self.statement(2, more: ",\"result\":{\"score\":{\"raw\":1.50},\"duration\":\"PT60S\"}"),
      Self.statement(4, time: nil), Self.voiding(2, own: 5),
      Self.statement(1, name: "Wildfire", more: ",\"version\":\"2.0.0\""), Self.statement(1),
    ]
    try write(statements, to: "in.ndjson", program)
    #expect(try succeed(program, ["import", "xapi", "in.ndjson"]).contains("7 statements, 5 new"))
    for (index, ending) in ["ndjson", "jsonl.gz", "json", "json.gz"].enumerated() {
      let (one, two, copy) = ("one.\(ending)", "two.\(ending)", "copy\(index).sqlite")
      #expect(try succeed(program, ["export", "xapi", one]).contains("Exported 6 statements"))
      try succeed(program, ["import", "xapi", one, "--store", copy])
      try succeed(program, ["export", "xapi", two, "--store", copy])
      #expect(try data(program, one) == data(program, two), "\(ending)")
      #expect(try data(program, one).starts(with: [0x1F, 0x8B]) == ending.hasSuffix(".gz"))
    }
    let lines = try String(decoding: data(program, "one.ndjson"), as: UTF8.self).split(separator: "\n")
    let numbers = lines.compactMap { line in (1...5).first { line.hasPrefix("{\"id\":\"\(Self.id($0))\"") } }
    #expect(numbers == [1, 1, 2, 3, 4, 5], "\(lines)")
    #expect(lines[2].contains("1.50") && lines[1].contains("Wildfire"))
  }

  @Test func `An export overwrites nothing, and its file's name says what it is`() throws {
    let program = try Program()
    defer { program.remove() }
    try program.makeStore()
    try write(["mine"], to: "one.ndjson", program)
    let taken = try program.run(["export", "xapi", "one.ndjson"])
    #expect(taken.status == 73 && taken.errors.contains("one.ndjson exists"), "\(taken.errors)")
    #expect(try data(program, "one.ndjson") == Data("mine".utf8))
    #expect(try program.run(["export", "xapi", "one.csv"]).status == 64)
    #expect(try succeed(program, ["export", "xapi", "two.ndjson"]).contains("Exported 0 statements"))
  }

  @Test func `Another store is read page by page, once, and then from where it stopped`() async throws {
    let program = try Program()
    defer { program.remove() }
    try program.makeStore()
    func add(_ numbers: ClosedRange<Int>, _ time: String) throws {
      try write(numbers.map { Self.statement($0, time: time) }, to: "in.ndjson", program)
      try succeed(program, ["import", "xapi", "in.ndjson"])
    }
    try add(1...150, "2025-03-01T09:00:00Z")
    // Statements with the same `stored` are on two pages.
    try add(151...450, "2025-03-01T09:00:01.25Z")
    let created = try succeed(program, ["xapi", "credential", "create", "Reader", "--scope", "statements/read"])
    let parts = try #require(created.wholeMatch(of: #/Key: (\S+)\nSecret: (\S+)\n/#))
    let secret = ["TALLYBOOK_PULL_CREDENTIAL": "\(parts.1):\(parts.2)"]
    let server = try ServingProgram(program)
    defer { server.stop() }
    let pull = ["pull", "xapi", "http://127.0.0.1:\(try await server.port())/xapi/", "--store", "copy.sqlite"]
    func pulled(_ words: [String]) throws -> String { try succeed(program, pull + words, environment: secret) }
    #expect(try pulled([]) == "Read 450 statements, 450 new.\n")
    #expect(try pulled(["--since-last"]) == "Read 0 statements, 0 new.\n")
    #expect(try pulled([]) == "Read 450 statements, 0 new.\n")
    try add(451...452, "2025-03-01T09:00:02Z")
    #expect(try pulled(["--since-last"]) == "Read 2 statements, 2 new.\n")
    try succeed(program, ["export", "xapi", "one.ndjson"])
    try succeed(program, ["export", "xapi", "two.ndjson", "--store", "copy.sqlite"])
    #expect(try data(program, "one.ndjson") == data(program, "two.ndjson"))
    let wrong = try program.run(pull, environment: ["TALLYBOOK_PULL_CREDENTIAL": "\(parts.1):wrong"])
    #expect(wrong.status == 69 && wrong.errors.contains("the credential is wrong"), "\(wrong.errors)")
    #expect(wrong.errors.contains("Nothing was imported.") && !wrong.errors.contains(":wrong"))
  }

  @Test func `A pull needs a safe address and a credential`() throws {
    let program = try Program()
    defer { program.remove() }
    let secret = ["TALLYBOOK_PULL_CREDENTIAL": "a:b"]
    for (address, environment, words) in [
      ("http://lrs.example.com/xapi", secret, "does not begin with https://"),
      ("https://a:b@lrs.example.com/xapi", secret, "is not the address of an LRS"),
      ("https://lrs.example.com/xapi?x=1", secret, "is not the address of an LRS"),
      ("http://127.0.0.1:1/xapi", [:], "KEY:SECRET"), ("file:///etc/passwd", secret, "does not begin with https://"),
    ] {
      let outcome = try program.run(["pull", "xapi", address], environment: environment)
      #expect(outcome.status == 64 && outcome.errors.contains(words), "\(address): \(outcome.errors)")
    }
    let silent = try program.run(["pull", "xapi", "http://127.0.0.1:1/xapi"], environment: secret)
    #expect(silent.status == 69 && silent.errors.contains("Nothing was imported."), "\(silent.errors)")
  }
}
