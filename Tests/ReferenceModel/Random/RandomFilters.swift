extension RandomPlatform {
  /// A few report filters for the platform: of one kind and of several, with ids that do not exist, with limits that
  /// coincide with facts. The first one filters nothing.
  package func reportFilters(_ count: Int = 5) -> [ReportFilter] {
    var random = SplitMix64(seed: seed &+ 2)
    return [ReportFilter()] + (1..<max(count, 1)).map { _ in reportFilter(&random) }
  }

  private func reportFilter(_ random: inout SplitMix64) -> ReportFilter {
    var filter = ReportFilter()
    let kind = random.whole(in: 0...4)
    if kind == 0 || random.chance(20) { filter.groups = random.some(1...3, of: ids("groups") + ["no-such-group"]) }
    if kind == 1 || random.chance(10) { filter.users = random.some(1...20, of: ids("users") + ["no-such-user"]) }
    if kind == 2 || random.chance(20) {
      let programs = ids("program_sessions").map(SessionReference.program)
      let paths = ids("path_sessions").map(SessionReference.path)
      filter.sessions = random.some(1...4, of: programs + paths + [.program("no-such-session")])
    }
    if kind >= 3 || random.chance(20) {
      let dates = [random.pick(Awkward.borderDates), random.pick(Awkward.borderDates)].sorted()
      (filter.from, filter.to) = (dates[0], dates[1])
      if random.chance(15) { filter.from = nil } else if random.chance(15) { filter.to = nil }
    }
    if random.chance(30), !ids("custom_fields").isEmpty { filter.fields = random.some(1...3, of: ids("custom_fields")) }
    return filter
  }
}
