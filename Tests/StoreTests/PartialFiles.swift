import Foundation
import Records
import ReferenceModel

/// The small platform with some of its columns, and random parts of a platform.
enum PartialFiles {
  /// The small platform with a value in as many fields as possible.
  static let filled: [String: String] = SmallPlatform.texts.merging([
    "users": """
    id,email,first_name,last_name,created_at,title,additional_information,language,time_zone,channel,invited_by,auto_delete_on,deleted_at,custom:f,custom:d
    o,o@x.org,Olga,Owner,\(SmallPlatform.then),Chief,More,en,Europe/Rome,founder,,,,Rome,2000-02-29
    a,a@x.org,Ann,A,\(SmallPlatform.then),Nurse,Less,de,Europe/Berlin,invitation,o,2027-01-01,,Bonn,
    b,b@x.org,Bob,B,\(SmallPlatform.then),,,,,api,,,,,
    gone,gone@x.org,Gone,G,\(SmallPlatform.then),,,,,,,,\(SmallPlatform.then),,

    """,
    "courses": """
    id,name,author,co_authors,group,duplicate_of,created_at,published_at,published_by,archived_at,url
    c,Course,o,a|b,team,,\(SmallPlatform.then),\(SmallPlatform.then),a,\(SmallPlatform.then),https://x.org/c
    copy,Copy,a,,,c,\(SmallPlatform.then),,,,

    """,
    "program_blocks":
      "program,position,kind,item,mandatory\np,1,course,c,false\np,2,assessment,as,\np,3,classroom,r,true\n",
    "attempts": """
    id,user,course,program_session,path_session,started_at,last_activity_at,time_spent,progress,score,completed_at,language
    x1,a,c,ps,hs,2025-02-01T10:00:00Z,2025-02-01T11:00:00Z,600,100,80,2025-02-01T11:00:00Z,en
    x2,a,c,ps,,2025-02-02T10:00:00Z,2025-02-02T11:00:00Z,300,50,60,,
    x1,b,copy,,,2025-02-02T10:00:00Z,2025-02-02T11:00:00Z,60,10,,,

    """,
    "answers": "id,user,question,attempt,answered_at,response,score\nn1,a,q,x1,\(SmallPlatform.then),true,100\n",
    "assessment_results":
      "id,user,assessment,program_session,assessed_at,assessor,passed,score\nm1,a,as,ps,\(SmallPlatform.then),b,true,70\n",
    "certificates":
      "id,user,name,kind,path_session,delivered_at,expires_at\nk1,a,Diploma,path,hs,\(SmallPlatform.then),2026-01-01T00:00:00Z\n",
  ]) { $1 }

  /// Columns that a rule ties to others, so that a record without them would be refused or be another one.
  private static let tied: [String: Set<String>] = [
    "users": ["deleted_at"], "groups": ["parent"], "memberships": ["until"],
    "reactions": ["post", "course", "activity"],
    "posts": ["place_id"],
  ]

  private static func isAlways(_ column: String, _ kind: RecordKind) -> Bool {
    kind.index(of: column).map { kind.alwaysGiven.contains($0) } ?? false
  }

  static func requiredOnly(_ texts: [String: String]) -> [String: String] {
    mapped(texts) { kind, header, rows in
      let columns = header.indices.filter { isAlways(header[$0], kind) }
      return CommaSeparated.text(of: [columns.map { header[$0] }] + rows.map { row in columns.map { row[$0] } })
    }
  }

  private static func mapped(
    _ texts: [String: String], _ body: (RecordKind, [String], [[String]]) -> String
  ) -> [String: String] {
    Dictionary(
      uniqueKeysWithValues: texts.compactMap { name, text in
        let rows = CommaSeparated.rows(of: text)
        return RecordKind.named(name).map { (name, body($0, rows[0], Array(rows.dropFirst()))) }
      })
  }

  /// The filled platform with every optional field empty.
  static func emptied(isJSON: Bool) -> [String: String] {
    let texts = mapped(filled) { kind, header, rows in
      let emptied = rows.map { row in
        header.indices.map {
          isAlways(header[$0], kind) || tied[kind.name]?.contains(header[$0]) == true ? row[$0] : ""
        }
      }
      if !isJSON { return CommaSeparated.text(of: [header] + emptied) }
      return emptied.map { row in
        let members = zip(header, row).map { #""\#($0)":"# + ($1.isEmpty ? "null" : "\"\($1)\"") }
        return "{\(members.joined(separator: ","))}\n"
      }.joined()
    }
    return isJSON ? Dictionary(uniqueKeysWithValues: texts.map { ($0 + ".ndjson", $1) }) : texts
  }

  /// Each optional column is in one of one to three parts, those that records need in all of them.
  static func chunks(_ kind: RecordKind, _ header: [String], _ random: inout SplitMix64) -> [[Int]] {
    let count = random.whole(in: 1...3)
    let homes = header.map { name in
      isAlways(name, kind) || tied[kind.name]?.contains(name) == true ? nil : random.whole(in: 0...count - 1)
    }
    return random.shuffled(
      (0..<count).map { chunk in header.indices.filter { homes[$0] == nil || homes[$0] == chunk } })
  }

  /// Some records with some of their columns, each with a value of another record or empty.
  static func changes(
    _ kind: RecordKind, _ table: (header: [String], rows: [[String]]), _ plain: PlainRecords, _ random: inout SplitMix64
  ) -> [[String: String]] {
    let records = (plain.records[kind.name] ?? [:]).sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
    let free = table.header.filter { name in
      let isOwn = if case .reference(kind.name)? = kind.field(named: name)?.type { true } else { false }
      return !isAlways(name, kind) && !isOwn && name != "attempt" && tied[kind.name]?.contains(name) != true
    }
    return random.shuffled(records).prefix(random.whole(in: 1...max(1, records.count))).map { record in
      var row = Dictionary(
        uniqueKeysWithValues: table.header.filter { isAlways($0, kind) || tied[kind.name]?.contains($0) == true }
          .map { ($0, record[$0] ?? "") })
      for name in free where random.whole(in: 0...2) == 0 {
        row[name] = random.whole(in: 0...3) == 0 ? "" : random.pick(records)[name] ?? ""
      }
      return row
    }
  }

  static func lines(_ rows: [[String: String]]) throws -> String {
    try rows.map { String(decoding: try JSONSerialization.data(withJSONObject: $0), as: UTF8.self) + "\n" }.joined()
  }
}
