import Calendar
import Foundation
import LRS
import Support

/// A statement as the reference implementation reads it.
final class ReferenceStatement {
  typealias Activity = (id: String, definition: [String: JSONValue])

  let id: String
  let verb: String
  /// `KIND VALUE`; nil for Groups.
  let actor: String?
  let name: String?
  /// The id of a statement.
  let reference: String?
  /// Object, parent, grouping, category, other.
  var places: [[Activity]]
  let context: [String: JSONValue]
  let result: [String: JSONValue]
  let json: JSONValue
  let timestamp: Ratio?
  let stored: Ratio

  var time = Ratio(0)
  var user = ""
  var course: String?
  var isDropped = false
  var isPresence = false
  var gap = Ratio(0)
  var attempt = ""
  var isInRecord = false

  init(_ json: JSONValue) {
    self.json = json
    id = json["id"]!.string!.lowercased()
    verb = ReferenceTerms.verbs[ReferenceTerms.https(json["verb"]!["id"]!.string!)] ?? ""
    actor = Self.identifier(json["actor"])
    name = json["actor"]?["name"]?.string
    let object = json["object"]!
    let type = object["objectType"]?.string ?? "Activity"
    reference = type == "StatementRef" ? object["id"]!.string!.lowercased() : nil
    let lists = json["context"]?["contextActivities"]
    places = [type == "Activity" ? [Self.activity(object)] : []]
    for key in ["parent", "grouping", "category", "other"] {
      places.append(lists?[key].map { ($0.items ?? [$0]).map(Self.activity) } ?? [])
    }
    context = Self.extensions(json["context"])
    result = Self.extensions(json["result"])
    timestamp = json["timestamp"].map { Self.instant($0.string!) }
    stored = Self.instant(json["stored"]!.string!)
  }

  static func identifier(_ json: JSONValue?) -> String? {
    guard let json, json["objectType"]?.string != "Group" else { return nil }
    if let mbox = json["mbox"]?.string {
      let address = mbox.trimmingCharacters(in: .whitespaces).lowercased()
      return "mbox " + (address.hasPrefix("mailto:") ? String(address.dropFirst(7)) : address)
    }
    if let digest = json["mbox_sha1sum"]?.string { return "sha1 " + digest.lowercased() }
    if let openid = json["openid"]?.string { return "openid " + openid }
    return json["account"].map { "account \($0["homePage"]!.string!) \($0["name"]!.string!)" }
  }

  private static func activity(_ json: JSONValue) -> Activity {
    var definition: [String: JSONValue] = [:]
    for (key, value) in json["definition"]?.members ?? [] where !["null", "\"\"", "{}", "[]"].contains(value.text) {
      definition[key] = key == "type" ? .string(ReferenceTerms.https(value.string!)) : value
    }
    return (ReferenceTerms.https(json["id"]!.string!), definition)
  }

  private static func extensions(_ json: JSONValue?) -> [String: JSONValue] {
    let members = json?["extensions"]?.members ?? []
    var result: [String: JSONValue] = [:]
    for (key, value) in members { result[ReferenceTerms.https(key)] = value }
    for (key, value) in members where key.hasPrefix("https:") { result[key] = value }
    return result
  }

  static func instant(_ text: String) -> Ratio {
    let match = text.wholeMatch(of: #/(.{10})[Tt](\d\d):(\d\d):(\d\d)(\.\d+)?(Z|z|[+-]\d\d:\d\d)/#)!.output
    let day = Int128(Instant.days(String(match.1))! * Instant.secondsADay)
    let clock = Int128(match.2)! * 3600 + Int128(match.3)! * 60 + Int128(match.4)!
    let zone = match.6
    var offset: Int128 = 0
    if zone.count > 1 { offset = Int128(zone.dropFirst().prefix(2))! * 60 + Int128(zone.suffix(2))! }
    if zone.first == "-" { offset = -offset }
    return Ratio(day + clock - offset * 60) + (match.5.flatMap { Ratio(String("0\($0)")) } ?? Ratio(0))
  }

  static func duration(_ text: String) -> Ratio? {
    let syntax =
      #/P(?:(?<w>[\d.]+)W|(?:(?<y>[\d.]+)Y)?(?:(?<mo>[\d.]+)M)?(?:(?<d>[\d.]+)D)?(?:T(?:(?<h>[\d.]+)H)?(?:(?<m>[\d.]+)M)?(?:(?<s>[\d.]+)S)?)?)/#
    guard let match = text.wholeMatch(of: syntax)?.output, text.count > 2, !text.hasSuffix("T") else { return nil }
    func part(_ digits: Substring?, _ seconds: Int128) -> Ratio {
      digits.flatMap { Ratio(String($0)) ?? Ratio(String(Int($0)!)) }.map { $0 * Ratio(seconds) } ?? Ratio(0)
    }
    guard part(match.y, 1) + part(match.mo, 1) == Ratio(0) else { return nil }
    let seconds = match.s.map { text in
      let pieces = text.split(separator: ".")
      return pieces.count == 2 ? pieces[0] + "." + pieces[1].prefix(2) : text
    }
    let sum =
      part(match.w, 604_800) + part(match.d, 86_400) + part(match.h, 3_600) + part(match.m, 60) + part(seconds, 1)
    return sum == Ratio(0) ? nil : sum
  }

  var object: Activity { places[0][0] }
  var parents: [Activity] { places[1] }
  var groupings: [Activity] { places[2] }
  func hasCategory(_ iri: String) -> Bool { places[3].contains { $0.id == iri } }

  var isCMI5: Bool { hasCategory("https://w3id.org/xapi/cmi5/context/categories/cmi5") }
  var isSCORM: Bool { hasCategory("https://w3id.org/xapi/scorm") }
  var moodle: JSONValue? { context["http://lrs.learninglocker.net/define/extensions/info"] }
  var isOpenEdX: Bool { context["https://w3id.org/xapi/openedx/extension/transformer-version"] != nil }
  func cmi5(_ name: String) -> JSONValue? { context["https://w3id.org/xapi/cmi5/context/extensions/" + name] }
  var session: String? { cmi5("sessionid")?.string }
  var isOnCourse: Bool { object.id == course }
  var completion: Bool { json["result"]?["completion"]?.bool == true }
  var success: Bool? { json["result"]?["success"]?.bool }
  func points(_ key: String) -> Ratio? { Ratio(json: json["result"]?["score"]?[key]) }
  var progress: Ratio? { Ratio(json: result["https://w3id.org/xapi/cmi5/result/extensions/progress"]) }
  var instructor: String? { Self.identifier(json["context"]?["instructor"]) }

  lazy var duration: Ratio? =
    moodle != nil || isOpenEdX ? nil : json["result"]?["duration"]?.string.flatMap(Self.duration)

  /// In hundredths.
  var score: Int? {
    let (raw, low, high) = (points("raw"), points("min"), points("max"))
    if let low, let high, high <= low { return nil }
    var share: Ratio?
    if let raw, let low, let high {
      share = (raw - low) / (high - low)
    } else if let scaled = points("scaled") {
      share = scaled
    } else if let raw, let high, high > Ratio(0) {
      share = raw / high
    } else if let raw, isSCORM, raw >= Ratio(0), raw <= Ratio(100) {
      share = raw / Ratio(100)
    }
    return share.map { (min(max($0, Ratio(0)), Ratio(1)) * Ratio(10_000) + Ratio(1, 2)).floor }
  }

  static func isBefore(_ a: ReferenceStatement, _ b: ReferenceStatement) -> Bool { (a.time, a.id) < (b.time, b.id) }
}
