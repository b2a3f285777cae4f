import Access
import DatabaseAccess
import ReferenceModel
import Statistics
import Testing

/// Users behind a number that the viewer may not see count, and are not listed.
@Suite struct EvidenceScopeTests {
  @Test(arguments: UInt64(711)...714) func `Direct reports outside the viewer's scope are only counted`(seed: UInt64)
    async throws
  {
    let world = try await RandomWorld(seed: seed)
    let reference = world.reference
    for viewer in world.viewers {
      let seen = Set(
        ReferencePlatform.Tab.allCases.flatMap { reference.scope(of: viewer, tab: $0) }.map(\.id) + [viewer])
      let found = try await world.product.asking(viewer) { [moment = world.product.moment] viewer, session in
        let scope = Scope.page(of: viewer)
        return try seen.sorted().map { id in
          let subject = try Subject(id: id, in: scope, session)
          let evidence = try #require(Evidence(.directReports, of: subject, at: moment, scope: scope))
          return (
            id: id, items: try evidence.page(limit: 500, session).items, sums: try evidence.sums(session)
          )
        }
      }
      for (id, items, sums) in found ?? [] {
        let reports = Set(reference.directReports(of: id))
        let listed = Set(items.filter { $0.reason == nil }.map(\.id))
        #expect(listed == reports.intersection(seen), "seed \(seed): reports of \(id) for \(viewer)")
        #expect(Set(items.map(\.id)).isSubset(of: seen), "seed \(seed): reports of \(id) for \(viewer)")
        #expect(sums.reduce(0) { $0 + $1.notShown } == reports.subtracting(seen).count)
        #expect(sums.reduce(0) { $0 + $1.amount } == reports.count)
      }
    }
  }
}
