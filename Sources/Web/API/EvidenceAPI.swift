import Hummingbird
import Statistics
import Support

/// The API of the records behind a user's number.
enum EvidenceAPI {
  static func list(_ visit: WebRequest) async throws -> Response {
    let wanted = try EvidenceRequest(visit)
    let found = try await wanted.found(visit)
    let evidence = found.evidence
    var members: [(String, JSONValue)] = [
      ("statistic", .string(evidence.statistic.key)), ("user", .string(evidence.subject.id)),
    ]
    if let tag = found.tag { members.append(("tag", .string(tag.id))) }
    if let week = found.week { members.append(("week", .string(week.monday))) }
    members += [
      ("value", found.groups.map { .array($0.map { .string($0) }) } ?? JSONValue(found.value)),
      ("computed_at", .instant(visit.now)), ("time_zone", .string(visit.services.settings.timeZoneName)),
      ("records", .array(found.page.items.filter { $0.reason == nil }.map { record($0, found.links) })),
      (
        "left_out",
        .array(found.page.items.filter { $0.reason != nil }.map { leftOut($0, found.links, visit.language) })
      ),
      ("total", total(found)), ("next", .string(try found.page.next?.text)),
    ]
    return JSONValue.object(members).response()
  }

  private static func members(_ item: Evidence.Item, _ links: EvidenceLinks) -> [(String, JSONValue)] {
    [
      ("kind", .string(item.kind)), ("id", .string(item.id)), ("at", .instant(item.at)), ("name", .string(item.name)),
      ("value", JSONValue(item.value)), ("page", .string(links.address(of: item))),
    ]
  }

  private static func record(_ item: Evidence.Item, _ links: EvidenceLinks) -> JSONValue {
    .object(members(item, links) + [("contribution", item.contribution.map(JSONValue.init) ?? .null)])
  }

  private static func leftOut(_ item: Evidence.Item, _ links: EvidenceLinks, _ language: Language) -> JSONValue {
    let reason = item.reason?.rawValue ?? ""
    return .object(
      members(item, links) + [
        ("reason", .string(reason)), ("explanation", .string(language("records_reason_\(reason)"))),
      ])
  }

  /// Totals over all records, not only this page. A mean has its numerator and denominator; a mean of means has those
  /// of its parts instead.
  private static func total(_ found: EvidenceRequest.Found) -> JSONValue {
    let statistic = found.evidence.statistic
    func sum(_ amount: Int) -> JSONValue {
      switch statistic.unit {
      case .percent, .score: .hundredths(amount)
      case .instant: .instant(amount)
      default: .integer(amount)
      }
    }
    let records = found.sums.reduce(0) { $0 + $1.records }
    let amount = found.sums.reduce(0) { $0 + $1.amount }
    var members: [(String, JSONValue)] = [
      ("records", .integer(records)), ("left_out", .integer(found.leftOut)),
      ("not_shown", .integer(found.sums.reduce(0) { $0 + $1.notShown })),
      ("sum", statistic.unit == .instant && records == 0 ? .null : sum(amount)),
    ]
    if statistic.unit == .percent, !found.evidence.isMeanOfMeans {
      members += [("numerator", sum(amount)), ("denominator", .integer(records))]
    }
    let parts = found.sums.map { part in
      JSONValue.object([
        ("kind", .string(part.kind)), ("records", .integer(part.records)), ("sum", sum(part.amount)),
      ])
    }
    return .object(members + [("parts", .array(parts))])
  }
}
