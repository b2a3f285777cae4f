import Support
import Testing

@testable import LRS

/// The requirements for statements: xAPI 1.0.3, Data 2 and 4, and IEEE 9274.1.1 §4.2.
@Suite struct ValidationTests {
  /// A statement with one member changed, and the place of the fault.
  struct Case: CustomTestStringConvertible, Sendable {
    let path: String
    /// JSON; empty to remove the member.
    let value: String
    let fault: String

    /// - Parameter fault: if it differs from the path.
    init(_ path: String, _ value: String, at fault: String? = nil) {
      (self.path, self.value, self.fault) = (path, value, fault ?? path)
    }

    var testDescription: String { "\(path) \(value)" }

    var statement: JSONValue {
      ValidationTests.statement.changing(path.split(separator: "."), to: try? JSONParser.parse(value))
    }
  }

  private static func fault(_ statement: JSONValue, _ version: XAPIVersion) -> String? {
    do { try StatementValidator(version).check(statement) } catch { return error.path }
    return nil
  }

  @Test(arguments: XAPIVersion.allCases) func `A statement with every property is valid`(_ version: XAPIVersion) {
    #expect(Self.fault(Self.statement, version) == nil)
  }

  @Test(arguments: refused) func `A fault is found where it is`(_ test: Case) {
    for version in XAPIVersion.allCases { #expect(Self.fault(test.statement, version) == test.fault) }
  }

  @Test(arguments: refused.filter { $0.path.hasPrefix("context.") || $0.path.hasPrefix("result.") })
  func `A fault in a SubStatement is found too`(_ test: Case) {
    let members = test.statement.members?.filter { !["id", "version", "stored", "authority"].contains($0.0) }
    let inner = JSONValue.object([("objectType", "SubStatement")] + (members ?? []))
    let outer = JSONValue.object([("actor", ["mbox": "mailto:a@b.c"]), ("verb", ["id": "a:b"]), ("object", inner)])
    #expect(Self.fault(outer, .v1) == "object." + test.fault)
  }

  @Test(arguments: accepted) func `What the specification allows is valid`(_ test: Case) {
    for version in XAPIVersion.allCases { #expect(Self.fault(test.statement, version) == nil) }
  }

  @Test func `The versions differ in timestamps, versions and actors of the context`() {
    func faults(_ path: String, _ value: String) -> [String?] {
      XAPIVersion.allCases.map { Self.fault(Case(path, value).statement, $0) }
    }
    #expect(faults("timestamp", #""2026-03-02T09:00+01""#) == [nil, "timestamp"])
    #expect(faults("timestamp", #""2026-03-02T09:00:00,5""#) == [nil, "timestamp"])
    #expect(faults("version", #""2.0.0""#) == ["version", nil])
    let agents = #"[{"objectType":"contextAgent","agent":{"mbox":"mailto:a@b.c"},"relevantTypes":["a:b"]}]"#
    #expect(faults("context.contextAgents", agents) == ["context", nil])
    #expect(
      faults("context.contextAgents", #"[{"objectType":"contextAgent"}]"#) == ["context", "context.contextAgents[0]"])
    let groups = #"[{"objectType":"contextGroup","group":{"objectType":"Group","member":[]},"relevantTypes":[]}]"#
    #expect(faults("context.contextGroups", groups) == ["context", "context.contextGroups[0].relevantTypes"])
  }

  @Test func `The fixtures are valid, except one verb without a scheme`() {
    for set in StatementSet.all {
      for statement in set.statements where statement["verb"]?["id"]?.string != "interacted" {
        for version in XAPIVersion.allCases { #expect(Self.fault(statement, version) == nil, "\(set.name)") }
      }
    }
  }

  @Test func `A fault says what is wrong and where`() throws {
    let error = #expect(throws: StatementFault.self) {
      try StatementValidator(.v1).check(Case("context.contextActivities.parent.0.id", #""x""#).statement)
    }
    #expect(error?.description == "context.contextActivities.parent[0].id is not an IRI with a scheme.")
  }
}

extension JSONValue {
  /// The value with one member replaced, added or (nil) removed. Numbers in the path are indices.
  func changing(_ path: [Substring], to value: JSONValue?) -> JSONValue {
    guard let key = path.first else { return value ?? .null }
    if let index = Int(key), case .array(var items) = self {
      items[index] = items[index].changing(Array(path.dropFirst()), to: value)
      return .array(items)
    }
    let others = members?.filter { $0.0 != key } ?? []
    if path.count == 1, value == nil { return .object(others) }
    return .object(others + [(String(key), (self[String(key)] ?? [:]).changing(Array(path.dropFirst()), to: value))])
  }
}
