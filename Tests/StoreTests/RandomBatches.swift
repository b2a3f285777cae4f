import ReferenceModel

/// Random batches of JSON records for `SmallPlatform`, one in four of them faulty: facts above all, with few ids, so
/// that many replace each other.
struct RandomBatches {
  /// More structure, so that sessions and paths share programs and courses.
  static let texts: [String: String] = [
    "courses": "id,name,author,created_at\nd,Other,o,\(SmallPlatform.then)\n",
    "tags": "id,name\nt2,Second\n",
    "questions": "id,course,interaction,statement,tags\nq2,d,other,What?,t|t2\nq3,,other,Why?,\n",
    "assessments": "id,name,tags\nas2,Test,t2\n",
    "programs": "id,name\np2,Second\n",
    "program_blocks": "program,position,kind,item,mandatory\np2,1,course,c,true\np2,2,course,d,false\n",
    "program_sessions": "id,program,name,created_at\nps2,p2,Second,\(SmallPlatform.then)\n",
    "paths": "id,name\nh2,Second\n",
    "path_steps": "path,position,kind,item\nh2,1,course,d\nh2,2,program,ps\nh2,3,program,ps2\n",
    "path_sessions": "id,path,name,created_at\nhs2,h2,Second,\(SmallPlatform.then)\n",
    "enrolments": """
    kind,session,user,origin,enrolled_at
    path,hs2,a,self,\(SmallPlatform.then)
    path,hs2,b,self,\(SmallPlatform.then)

    """,
  ]

  private var random: SplitMix64

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  mutating func next() -> (kind: String, body: String) {
    let kind = random.pick(
      ["attempts", "attempts", "attempts", "answers", "assessment_results", "attendances", "others"])
    if kind == "others" { return other() }
    if random.chance(85) { return (kind, record(kind)) }
    return (kind, "[\((0...random.whole(in: 0...3)).map { _ in record(kind) }.joined(separator: ","))]")
  }

  private mutating func record(_ kind: String) -> String {
    switch kind {
    case "attempts": attempt()
    case "answers": answer()
    case "assessment_results": result()
    default: attendance()
    }
  }

  private mutating func user() -> String { random.chance(5) ? "nobody" : random.pick(["a", "b", "o", "gone"]) }
  private mutating func id() -> String { "x\(random.whole(in: 1...5))" }
  private mutating func instant() -> String {
    "2025-0\(random.whole(in: 1...9))-1\(random.whole(in: 0...9))T1\(random.whole(in: 0...9)):00:00Z"
  }

  /// Sessions, the score and the withdrawal: given, null or left out.
  private mutating func more(_ fields: [(String, [String])]) -> String {
    fields.map { name, values in
      random.chance(45) ? ",\"\(name)\":\(random.chance(15) ? "null" : random.pick(values))" : ""
    }.joined()
  }

  private static let sessions = [
    ("program_session", ["\"ps\"", "\"ps2\""]), ("path_session", ["\"hs\"", "\"hs2\""]),
    ("score", ["0", "50", "99.5", "100", "101"]), ("withdrawn_at", ["\"2026-01-01T00:00:00Z\""]),
  ]

  private mutating func attempt() -> String {
    let times = [instant(), instant()].sorted()
    // Now and then it ends before it starts.
    let (start, end) = random.chance(4) ? (times[1], times[0]) : (times[0], times[1])
    let course = random.chance(4) ? "missing" : random.pick(["c", "d", "copy"])
    return """
      {"id":"\(id())","user":"\(user())","course":"\(course)","started_at":"\(start)","last_activity_at":"\(end)",\
      "time_spent":\(random.whole(in: 0...900)),"progress":\(random.pick([0, 40, 100]))\(more(Self.sessions))}
      """
  }

  private mutating func answer() -> String {
    let attempt = random.maybe(40, ",\"attempt\":\"\(id())\"") ?? ""
    return """
      {"id":"\(id())","user":"\(user())","question":"\(random.pick(["q", "q2", "q3"]))","answered_at":"\(instant())"\
      \(attempt)\(more(Array(Self.sessions.suffix(2))))}
      """
  }

  private mutating func result() -> String {
    """
    {"id":"\(id())","user":"\(user())","assessment":"\(random.pick(["as", "as2"]))","assessed_at":"\(instant())"\
    \(more(Self.sessions))}
    """
  }

  private mutating func attendance() -> String {
    """
    {"slot":"s","user":"\(user())","status":"\(random.pick(["registered", "present", "absent"]))"\
    \(more(Array(Self.sessions.prefix(2))))}
    """
  }

  /// Records of other kinds, whose errors are partly found only after they were written.
  private mutating func other() -> (kind: String, body: String) {
    random.pick([
      ("memberships", #"{"group":"root","user":"b","role":"owner"}"#),
      ("groups", #"{"id":"lost","name":"Lost"}"#),
      ("groups", #"{"id":"sub2","name":"Sub \#(random.whole(in: 1...3))","parent":"team"}"#),
      ("tags", #"[{"id":"t3","name":"T"},{"id":"t3","name":"T"}]"#), ("users", #"{"id":"a"}"#), ("tags", "[]"),
      ("questions", #"{"id":"q","interaction":"other","statement":"Now?","tags":["\#(random.pick(["t", "t2"]))"]}"#),
      ("program_blocks", #"{"program":"p2","position":3,"kind":"course","item":"\#(random.pick(["copy", "d"]))"}"#),
      (
        "enrolments",
        #"{"kind":"path","session":"hs","user":"b","origin":"self","enrolled_at":"2025-01-01T00:00:00Z"}"#
      ),
    ])
  }
}
