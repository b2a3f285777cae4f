import LRS
import Support

/// Random statements about few people, courses and activities, and what the platform knows. All are valid.
struct RandomStatements {
  private var random: SeededRandom
  let given: JSONValue
  private(set) var statements: [JSONValue] = []

  init(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    given = Self.read(Self.given(&random))
    self.random = random
    for _ in 0..<pick(Array(5...60)) { statements.append(Self.read(statement())) }
    for _ in 0..<pick([0, 0, 3]) { statements.append(Self.read(copy(of: pick(statements)))) }
  }

  /// The value as a client sends it.
  private static func read(_ value: JSONValue) -> JSONValue { (try? JSONParser.parse(value.text)) ?? .null }

  private static func given(_ random: inout SeededRandom) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("users", [["id": "u1", "email": "ada@example.com"], ["id": "u2", "email": "zed@example.com"]])
    ]
    if Bool.random(using: &random) { members.append(("identities", ["account https://lms 42": "u1"])) }
    if Bool.random(using: &random) { members.append(("courses", [["id": "fire", "url": "https://c/0"]])) }
    let required = JSONValue.bool(Bool.random(using: &random))
    if Bool.random(using: &random) {
      members.append(
        ("activities", ["https://c/m1": "https://c/1", "https://c/m2": ["course": "fire", "required": required]]))
    }
    if Int.random(in: 0..<4, using: &random) == 0 { members.append(("placeholder", "hold")) }
    if Int.random(in: 0..<4, using: &random) == 0 { members.append(("language", "de")) }
    if Int.random(in: 0..<4, using: &random) == 0 { members.append(("idle", 600)) }
    return .object(members)
  }

  private mutating func pick<Element>(_ items: [Element]) -> Element {
    items[Int.random(in: 0..<items.count, using: &random)]
  }

  private mutating func happens(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

  private mutating func uuid() -> JSONValue {
    let digits = String(UInt64.random(in: 0...UInt64.max, using: &random) | 1 << 63, radix: 16)
    return .string("00000000-0000-4000-8000-" + digits.suffix(12))
  }

  private mutating func statement() -> JSONValue {
    var members: [(String, JSONValue)] = [("id", uuid()), ("actor", actor()), ("stored", "2026-06-01T00:00:00Z")]
    if happens(6), let target = statements.randomElement(using: &random) {
      members.append(("verb", ["id": "http://adlnet.gov/expapi/verbs/voided"]))
      members.append(("object", ["objectType": "StatementRef", "id": target["id"]!]))
    } else {
      members.append(("verb", ["id": .string(pick(Self.verbs))]))
      members.append(("object", activity()))
      if happens(70) { members.append(("result", result())) }
      if happens(80) { members.append(("context", context())) }
    }
    if !happens(4) { members.append(("timestamp", timestamp())) }
    return .object(members)
  }

  /// An equal copy with another name in its definition.
  private mutating func copy(of statement: JSONValue) -> JSONValue {
    let name: JSONValue = ["name": ["en": .string(pick(["Air", "Zinc"]))]]
    return .object(
      statement.members!.map { key, value in
        guard key == "object", value["objectType"] == nil, value["definition"] == nil else {
          return key == "stored" ? (key, "2026-06-01T00:00:09Z") : (key, value)
        }
        return (key, .object(value.members! + [("definition", name)]))
      })
  }

  private mutating func actor() -> JSONValue {
    pick([
      ["mbox": "mailto:Ada@Example.com"], ["mbox": "mailto:ada@example.com", "name": "Ada"],
      ["account": ["homePage": "https://lms", "name": "42"], "name": "Ada  van L"],
      ["openid": "http://o.example/zed"], ["openid": "http://o.example/zed", "name": " "],
    ])
  }

  private mutating func activity() -> JSONValue {
    var members: [(String, JSONValue)] = [("id", .string(pick(Self.activities)))]
    if happens(55) {
      var definition: [(String, JSONValue)] = []
      if happens(70) { definition.append(("type", .string(pick(Self.types)))) }
      if happens(40) {
        definition.append(("name", pick([["en": "E"], ["de-AT": "D", "fr": "F"], ["fr": "G", "en-US": "U"]])))
      }
      if happens(20) {
        definition.append(("interactionType", pick(["choice", "numeric"])))
        definition.append(("correctResponsesPattern", pick([["a"], ["a", "é"], []])))
      }
      members.append(("definition", .object(definition)))
    }
    return .object(members)
  }

  private mutating func result() -> JSONValue {
    var members: [(String, JSONValue)] = []
    if happens(40) {
      let scores = [
        #"{"scaled":0.9}"#, #"{"scaled":-0.25}"#, #"{"raw":2,"min":0,"max":3,"scaled":0.67}"#, #"{"raw":17,"max":20}"#,
        #"{"raw":80}"#, #"{"raw":5,"min":-10,"max":10}"#, #"{"scaled":0.333333}"#,
      ]
      members.append(("score", (try? JSONParser.parse(pick(scores))) ?? .null))
    }
    if happens(30) { members.append(("success", .bool(happens(50)))) }
    if happens(15) { members.append(("completion", .bool(happens(70)))) }
    if happens(30) { members.append(("response", pick(["a", #"["a","b"]"#, ""]))) }
    if happens(50) {
      members.append(
        (
          "duration",
          pick(["PT10M", "PT25M", "PT0.335S", "PT1H30M", "P1W", "PT0S", "PT0.5H", "P1Y", "P1DT1S", "PT599.999S"])
        ))
    }
    if happens(25) {
      let values = ["100", "99.999", "50.005", "0.5", "0", "\"80\""]
      let key = pick(["cmi5/result/extensions/progress", "video/extensions/progress", "video/extensions/time"])
      let value = (try? JSONParser.parse(pick(values))) ?? .null
      members.append(("extensions", .object([(pick(["http", "https"]) + "://w3id.org/xapi/" + key, value)])))
    }
    return .object(members)
  }

  private mutating func context() -> JSONValue {
    var (members, extensions, lists): ([(String, JSONValue)], [(String, JSONValue)], [(String, JSONValue)]) = (
      [], [], []
    )
    if happens(35) {
      members.append(("registration", pick(["R1", "r1", "R2"].map { JSONValue.string(Self.registration($0)) })))
    }
    if happens(20) { members.append(("language", pick(["en", "de"]))) }
    if happens(20) { members.append(("instructor", actor())) }
    if happens(60) { lists.append(("parent", .array([activity()]))) }
    if happens(40) { lists.append(("grouping", .array([activity(), activity()]))) }
    if happens(10) { lists.append(("other", .array([activity()]))) }
    if happens(45) { lists.append(("category", [["id": .string(pick(Self.categories))]])) }
    let cmi5 = "https://w3id.org/xapi/cmi5/context/extensions/"
    if happens(35) { extensions.append((cmi5 + "sessionid", pick(["s1", "s2"]))) }
    if happens(20) {
      extensions.append((cmi5 + "moveon", pick(["Completed", "Passed", "CompletedAndPassed", "NotApplicable", "no"])))
    }
    if happens(15) { extensions.append((cmi5 + "launchmode", pick(["Normal", "Browse"]))) }
    if happens(15) { extensions.append((cmi5 + "masteryscore", .number("0.7"))) }
    if happens(20) { extensions.append(("https://w3id.org/xapi/video/extensions/length", 2_400)) }
    if happens(8) { extensions.append(("https://w3id.org/xapi/openedx/extension/transformer-version", "1")) }
    if happens(8) {
      let event = pick(["\\core\\event\\course_completed", "\\core\\event\\course_viewed"])
      extensions.append(("http://lrs.learninglocker.net/define/extensions/info", ["event_name": .string(event)]))
    }
    if !lists.isEmpty { members.append(("contextActivities", .object(lists))) }
    if !extensions.isEmpty { members.append(("extensions", .object(extensions))) }
    return .object(members)
  }

  private static func registration(_ name: String) -> String {
    let id = name.uppercased() == "R1" ? "AAAAAAAA-0000-4000-8000-000000000001" : "AAAAAAAA-0000-4000-8000-000000000002"
    return name == name.lowercased() ? id.lowercased() : id
  }

  private mutating func timestamp() -> JSONValue {
    let day = pick([2, 2, 2, 3])
    let (hour, minute, second) = (pick([8, 9, 10]), Int.random(in: 0..<60, using: &random), pick([0, 0, 30]))
    func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let clock = "2026-03-0\(day)T\(padded(hour)):\(padded(minute)):\(padded(second))"
    return .string(clock + pick(["", ".25", ".999"]) + pick(["Z", "Z", "+02:00", "-00:30"]))
  }
}

extension RandomStatements {
  private static let verbs = ReferenceTerms.verbs.keys.filter { !$0.hasSuffix("voided") }.sorted() + ["https://x/waved"]
  private static let types =
    ReferenceTerms.types.keys.sorted() + Array(repeating: "http://adlnet.gov/expapi/activities/course", count: 8)
  private static let activities =
    ["0", "0", "0", "1", "1", "2", "m1", "m2", "q", "f", "f2", "try/1", "as", "badge"].map { "https://c/" + $0 }
  private static let categories = [
    "https://w3id.org/xapi/cmi5/context/categories/cmi5", "https://w3id.org/xapi/scorm", "http://w3id.org/xapi/scorm",
  ]
}
