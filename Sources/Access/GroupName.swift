package import DatabaseAccess
import Records

/// A group's name. Names that are equal (by code point) among those shown together get the parent's: `NAME (PARENT)`
/// (access.md, *Group columns*).
package struct GroupName: Sendable {
  package let name: String
  /// nil: the platform group.
  package let parent: String?

  /// The names that several groups bear, as UTF-8: Swift's strings are equal if they are canonically equivalent.
  package typealias Shared = Set<[UInt8]>

  package init(_ name: String, parent: String?) {
    self.name = name
    self.parent = parent
  }

  package func title(_ shared: Shared) -> String {
    guard let parent, shared.contains(Array(name.utf8)) else { return name }
    return "\(name) (\(parent))"
  }

  /// The titles of groups that are shown together; a group may be among them several times.
  package static func titles(_ groups: [(id: String, name: GroupName)]) -> [String] {
    let each = Dictionary(groups.map { (ID(text: $0.id), $0.name) }) { first, _ in first }
    let shared = shared(among: each.values)
    return groups.map { $0.name.title(shared) }
  }

  /// Those among names of different groups that are shown together.
  package static func shared(among groups: some Sequence<GroupName>) -> Shared {
    Set(Dictionary(grouping: groups) { Array($0.name.utf8) }.filter { $0.value.count > 1 }.keys)
  }

  /// Those of some groups' names that several groups bear for which a condition on `g` (`groups`) holds, for lists that
  /// show a part at a time.
  package static func shared(
    _ groups: some Sequence<GroupName>, where condition: SQLText, _ session: any SQLSession
  ) throws -> Shared {
    let names = Array(Set(ids: groups.map(\.name)).map(\.text))
    if names.isEmpty { return [] }
    return Set(
      try session.all(
        """
        SELECT g.name FROM groups AS g WHERE g.name \(anyOf: names) AND \(sql: condition)
        GROUP BY g.name HAVING count(*) > 1
        """
      ) { Array($0.text(at: 0).utf8) })
  }
}
