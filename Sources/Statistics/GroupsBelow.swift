import DatabaseAccess

/// Groups with the groups below them, at any depth.
///
/// The statements are to be run on their own: Citus does not support the recursion over sharded tables.
enum GroupsBelow {
  /// A SELECT of the keys of some groups and of all groups below them.
  /// - Parameter top: a condition on `g`, one of these groups.
  static func keys(_ top: SQLText) -> SQLText { "SELECT DISTINCT b.key FROM (\(sql: pairs(top))) AS b" }

  /// A SELECT of `above` and `key`: each of some groups with itself, and with each group below it.
  static func pairs(_ top: SQLText) -> SQLText {
    """
    WITH RECURSIVE below (above, key, id) AS (
      SELECT g.key, g.key, g.id FROM groups AS g WHERE \(sql: top)
      UNION SELECT b.above, g.key, g.id FROM below AS b JOIN groups AS g ON g.parent = b.id)
    SELECT above, key FROM below
    """
  }
}
