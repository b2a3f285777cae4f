import Access
import DatabaseAccess
import Statistics

/// Links of the records behind a number: an attempt to the course's attempts, an answer to the answered question, a
/// session to its blocks, other records to the entity's page.
struct EvidenceLinks: Sendable {
  private let subject: Subject
  private let isOfPaths: Bool
  private let things: EntityLinks

  init(_ evidence: Evidence, _ items: [Evidence.Item], for viewer: Viewer, _ session: any SQLSession) throws {
    subject = evidence.subject
    isOfPaths = evidence.statistic == .assignedPaths
    let kinds = items.compactMap { [isOfPaths] item in
      Self.thing(item, isOfPaths: isOfPaths).map { (kind: $0.kind, id: $0.id) }
    }
    things = try EntityLinks(
      Dictionary(grouping: kinds, by: \.kind).mapValues { $0.map(\.id) }, for: viewer, session)
  }

  func address(of item: Evidence.Item) -> String? {
    guard let id = item.leadsTo else { return nil }
    let encoded = Query.encoded(id)
    switch item.kind {
    case "attempts": return "\(subject.page)/courses/\(encoded)/attempts"
    case "answers": return "\(subject.page)/answers/\(encoded)"
    case "program_sessions": return "\(subject.page)/programs/\(encoded)"
    case "enrolments" where !isOfPaths: return "\(subject.page)/programs/\(encoded)"
    case "managers": return "/users/\(encoded)"
    default: return Self.thing(item, isOfPaths: isOfPaths).flatMap { things.address(of: $0.kind, $0.id) }
    }
  }

  /// The hover card of a person among the records.
  func card(of item: Evidence.Item) -> String? {
    guard item.kind == "managers", item.reason != .userDeleted, let id = item.leadsTo else { return nil }
    return "/people/\(Query.encoded(id))/card"
  }

  /// The entity of a record that has no page below the user's page.
  private static func thing(_ item: Evidence.Item, isOfPaths: Bool) -> (kind: EntityKind, id: String)? {
    guard let id = item.leadsTo else { return nil }
    return switch item.kind {
    case "path_sessions": (.pathSession, id)
    case "enrolments" where isOfPaths: (.pathSession, id)
    case "memberships": (.group, id)
    case "reactions": (.course, id)
    default: nil
    }
  }
}
