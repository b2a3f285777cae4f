import DatabaseAccess
import Records
import Store

extension UserBatch.Outcome {
  /// Makes the derived facts that another source has changed imported ones, which later derivations leave as they are.
  func claim(_ session: any SQLSession) throws {
    for (table, keys) in zip(FactTable.all, replaced) {
      for (user, own) in Dictionary(grouping: keys, by: \.user) {
        try session.run(
          """
          UPDATE derived_records SET state = 'imported' WHERE kind = \(table.kind.name)
          AND user_id = (SELECT u.id FROM users AS u WHERE u.key = \(user)) AND id \(anyOf: own.map(\.id.text))
          """)
      }
    }
  }
}
