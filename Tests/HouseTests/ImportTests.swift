import Testing

/// The imports that ARCHITECTURE.md allows. SwiftPM itself does not detect the import of an undeclared sibling target
/// on a warm build.
@Suite struct ImportTests {
  /// Own targets and the own targets that each may import.
  private let allowed: [String: Set<String>]
  /// Packages and system libraries that each may import.
  private let outside: [String: Set<String>]
  private let everybodys: Set<String> = ["Foundation", "Synchronization", "Dispatch", "Glibc", "Musl", "Darwin"]

  init() throws {
    let row = #/^\| `(?<target>\w+)` \| [^|]* \| (?<own>[^|]*) \| (?<outside>[^|]*) \|$/#.anchorsMatchLineEndings()
    let rows = try Architecture.text("ARCHITECTURE.md").matches(of: row)
    func names(_ cell: Substring) -> Set<String> { Set(cell.matches(of: #/\w+/#).map { String($0.0) }) }
    allowed = Dictionary(uniqueKeysWithValues: rows.map { (String($0.target), names($0.own)) })
    outside = Dictionary(uniqueKeysWithValues: rows.map { (String($0.target), names($0.outside)) })
  }

  @Test func `Every target imports only what the table allows`() throws {
    let files = try Architecture.files(in: "Sources")
    #expect(Set(files.map(\.module)) == Set(allowed.keys))
    for file in files {
      for module in file.imports.sorted() where module != file.module {
        let mayImport =
          allowed[module] != nil
          ? allowed[file.module]?.contains(module) == true
          : everybodys.contains(module) || outside[file.module]?.contains(module) == true
        #expect(mayImport, "\(file.path) imports \(module)")
      }
    }
  }

  @Test func `Only the store's address, its copy and the staging of a Moodle know the engines`() throws {
    let engines: Set = ["SQLiteDatabase", "PostgresDatabase"]
    let files = try Architecture.files(in: "Sources").filter { !$0.imports.isDisjoint(with: engines) }
    let paths = files.filter { $0.module != "TestSupport" && !engines.contains($0.module) }.map(\.path)
    let names = paths.map { String($0.split(separator: "/").last ?? "") }
    #expect(Set(names) == ["StoreAddress.swift", "StoreCopy.swift", "SiteReader.swift"])
  }

  /// The manifest declares what the table allows, so that the two do not diverge.
  @Test func `The manifest is the table`() throws {
    let manifest = try Architecture.text("Package.swift")
    for (target, imports) in allowed {
      let entry = #/\b(?:executableTarget|target)\(\s*name: "(?<name>\w+)"(?:,\s*dependencies: \[(?<list>[^\]]*)\])?/#
      let match = manifest.matches(of: entry).first { $0.name == target }
      let list = try #require(match, "\(target) is not in Package.swift").list ?? ""
      let declared = Set(list.matches(of: #/"(\w+)"/#).map { String($0.1) }).intersection(allowed.keys)
      #expect(declared == imports, "\(target)")
    }
  }

  @Test func `No target imports itself through others`() {
    func below(_ target: String, _ seen: Set<String>) -> Set<String> {
      (allowed[target] ?? []).subtracting(seen).reduce(into: seen) { $0.formUnion(below($1, $0.union([$1]))) }
    }
    for (target, imports) in allowed {
      for other in imports { #expect(!below(other, [other]).contains(target), "\(target) and \(other)") }
    }
  }
}
