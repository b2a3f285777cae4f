import Foundation

/// A plain, slow mapping of Moodle's tables, written from moodle.md and without the code that it checks. It knows only
/// what `RandomSite` makes: no HTML but simple tags, one source, options at their defaults.
struct ReferenceSite {
  let tables: Tables
  let now: Int
  /// Kind → records; a field without a value is left out.
  private(set) var records: [String: [Row]] = [:]
  private(set) var people: [Row] = []
  private var personIDs: Set<Int> = []
  /// The rows with an id, by table.
  private let byID: [String: [Int: Row]]
  private(set) var tracks: [Track] = []
  private(set) var log: [Row] = []

  init(_ tables: Tables, now: Int) {
    self.tables = tables
    self.now = now
    byID = tables.rows.mapValues { rows in
      Dictionary(rows.compactMap { row in row.int("id").map { ($0, row) } }) { first, _ in first }
    }
    findPeople()
    tracks = readTracks()
    log = readLog()
    mapPeople()
    mapGroups()
    mapCourses()
    mapEnrolments()
    mapMemberships()
    mapAttempts()
    mapResults()
    mapAnswers()
    mapPosts()
    mapCertificates()
    mapClassrooms()
  }

  mutating func add(_ kind: String, _ fields: [String: String?]) {
    records[kind, default: []].append(fields.compactMapValues { $0 == "" ? nil : $0 })
  }

  func one(_ table: String, _ id: Int?) -> Row? { id.flatMap { byID[table]?[$0] } }
  func all(_ table: String, _ column: String, _ value: Int) -> [Row] {
    tables[table].filter { $0.int(column) == value }
  }

  /// Courses that are not the front page.
  func course(_ id: Int?) -> Row? { one("course", id).flatMap { $0.int("category") != 0 ? $0 : nil } }

  func config(_ name: String) -> String? { tables["config"].first { $0["name"] == name }?["value"] }

  // People.

  mutating func findPeople() {
    people = tables["user"].filter {
      $0.int("id") != Int(config("siteguest") ?? "1") && ($0.int("confirmed") != 0 || $0.int("deleted") != 0)
    }
    personIDs = Set(people.compactMap { $0.int("id") })
  }

  func isPerson(_ id: Int?) -> Bool { id.map(personIDs.contains) ?? false }

  func formerAddress(_ user: Row) -> (String, Int)? {
    let name = user["username"] ?? ""
    guard let match = name.wholeMatch(of: #/(.*)\.(\d{9,10})/#.dotMatchesNewlines()) else { return nil }
    return (String(match.1), Int(match.2) ?? 0)
  }

  func created(_ user: Row) -> Int {
    [user.time("timecreated"), user.time("firstaccess")].compactMap { $0 }.filter { $0 > 0 }.min()
      ?? user.time("timemodified") ?? now
  }

  func deleted(_ id: Int) -> Int? { one("user", id).flatMap(deleted) }

  func deleted(_ user: Row) -> Int? {
    if user.int("deleted") != 0 {
      if let (_, time) = formerAddress(user), time <= now { return time }
    } else if user.int("suspended") == 0 {
      return nil
    }
    return min(now, user.time("timemodified") ?? created(user))
  }

  func address(_ user: Row) -> String? {
    let text = user.int("deleted") != 0 ? formerAddress(user)?.0 : user["email"]
    guard let text = text?.trimmingCharacters(in: .whitespaces).lowercased() else { return nil }
    return text.wholeMatch(of: #/[a-z0-9]+(\.[a-z0-9]+)*@[a-z0-9]+(\.[a-z0-9]+)+/#) == nil ? nil : text
  }

  func keepsAddress(_ user: Row) -> Bool {
    if deleted(user) != nil { return true }
    let rivals = people.filter { deleted($0) == nil && address($0) == address(user) }
    let best = rivals.max { ($0.int("lastaccess") ?? 0, -$0.int("id")!) < ($1.int("lastaccess") ?? 0, -$1.int("id")!) }
    return best?.int("id") == user.int("id")
  }

  mutating func mapPeople() {
    var names: [Int: String] = [:]
    var taken: Set = ["department", "institution", "idnumber"]
    for field in tables["user_info_field"].sorted(by: { $0.int("id")! < $1.int("id")! }) where field.int("visible") != 0
    {
      var name = field["shortname"]!.replacing(#/[^A-Za-z0-9_-]/#, with: "_")
      if taken.contains(name) { name += "-f\(field["id"]!)" }
      taken.insert(name)
      names[field.int("id")!] = name
      add(
        "custom_fields",
        [
          "id": "moodle:\(name)", "title": field.name("name"),
          "type": field["datatype"] == "datetime" ? "date" : "text",
        ])
    }
    for (column, title) in [("department", "Department"), ("institution", "Institution"), ("idnumber", "ID number")]
    where people.contains(where: { $0.plain(column) != nil }) {
      add("custom_fields", ["id": "moodle:\(column)", "title": title, "type": "text"])
    }
    for user in people {
      let id = user["id"]!
      let valid = keepsAddress(user) ? address(user) : nil
      let channels = ["email": "self_registration", "manual": "import", "nologin": "import", "webservice": "api"]
      var row: [String: String?] = [
        "id": "moodle:u\(id)", "email": valid ?? "u\(id)@moodle.invalid", "first_name": user.plain("firstname") ?? "-",
        "last_name": user.plain("lastname") ?? "-", "created_at": iso(created(user)),
        "deleted_at": deleted(user).map(iso),
        "channel": channels[user["auth"]!] ?? "sso",
        "language": ["en": "en", "fr_ca": "fr-CA", "de_du": "de-DU"][user["lang"]!],
        "time_zone": user["timezone"] == "99" ? nil : user["timezone"],
      ]
      for column in ["department", "institution", "idnumber"] { row["custom:moodle:\(column)"] = user.plain(column) }
      for datum in all("user_info_data", "userid", user.int("id")!) {
        guard let name = names[datum.int("fieldid")!], let field = one("user_info_field", datum.int("fieldid")) else {
          continue
        }
        row["custom:moodle:\(name)"] = value(datum, field["datatype"]!)
      }
      add("users", row)
    }
  }

  func value(_ datum: Row, _ type: String) -> String? {
    guard let text = datum.plain("data") else { return nil }
    switch type {
    case "checkbox": return text == "0" ? "no" : "yes"
    case "datetime": return Int(text).flatMap { $0 == 0 ? nil : String(iso($0).prefix(10)) }
    default: return datum.html("data")
    }
  }
}
