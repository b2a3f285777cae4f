import Testing

/// Who may import whom (DESIGN's table), held by the import lines themselves: SwiftPM alone lets a target import an
/// undeclared sibling on a warm build.
@Suite struct ImportTests {
  /// Own targets, in the order of the data's way.
  static let allowed: [String: Set<String>] = [
    "Records": [],
    "Intake": ["Records"],
    "DatabaseAccess": [],
    "SQLiteDatabase": ["DatabaseAccess"],
    "PostgresDatabase": ["DatabaseAccess"],
    "Store": ["Records", "DatabaseAccess"],
    "Access": ["Records", "DatabaseAccess", "Store"],
    "Statistics": ["Records", "DatabaseAccess", "Store", "Access"],
    "SingleSignOn": ["Records", "Access"],
    "Spreadsheets": [],
    "Reports": ["Records", "DatabaseAccess", "Store", "Statistics", "Access", "Spreadsheets"],
    "Mail": ["Records"],
    "Jobs": ["DatabaseAccess", "Store", "Access", "Reports", "Spreadsheets", "Mail"],
    "Web": [
      "Records", "Intake", "DatabaseAccess", "Store", "Statistics", "Access", "Reports", "Spreadsheets", "Mail", "Jobs",
      "SingleSignOn",
    ],
    "DemoPlatform": [],
    "tallybook": [
      "Records", "Intake", "DatabaseAccess", "SQLiteDatabase", "PostgresDatabase", "Store", "Statistics", "Access",
      "Reports", "Spreadsheets", "Mail", "Jobs", "SingleSignOn", "Web", "DemoPlatform",
    ],
    "TestSupport": [
      "Records", "Intake", "DatabaseAccess", "SQLiteDatabase", "PostgresDatabase", "Store", "Statistics",
    ],
  ]

  /// Modules from outside, and the only own targets that may know them. Foundation and the like are everybody's.
  static let outside: [String: Set<String>] = [
    "GRDB": ["SQLiteDatabase"], "GRDBSQLite": ["SQLiteDatabase"], "CSQLite": ["SQLiteDatabase"],
    "CMalloc": ["tallybook"], "CZlib": ["Intake", "Spreadsheets"], "CArgon2": ["Access"],
    "CCrypto": ["Access"], "CLibCurl": ["Mail", "SingleSignOn"], "CJose": ["SingleSignOn"],
    "CXLSXWriter": ["Spreadsheets"], "CIdn2": ["Records"], "CLibPQ": ["PostgresDatabase"], "Mustache": ["Web"], "HTTPTypes": ["Web"],
    "Hummingbird": ["Web", "tallybook"], "HummingbirdCore": ["Web"], "NIOCore": ["Web"], "ServiceLifecycle": ["Web"],
    "UnixSignals": ["Web"],
    "Logging": ["Web", "tallybook"], "ArgumentParser": ["tallybook"],
  ]
  static let everybodys: Set<String> = ["Foundation", "Synchronization", "Dispatch", "Glibc", "Musl", "Darwin"]

  @Test func `Every target imports those alone that the table allows`() throws {
    let files = try House.files(in: "Sources")
    #expect(Set(files.map(\.module)) == Set(Self.allowed.keys))
    for file in files {
      for module in file.imports.sorted() where module != file.module {
        let mayImport =
          Self.allowed[module] != nil
          ? Self.allowed[file.module]?.contains(module) == true
          : Self.everybodys.contains(module) || Self.outside[module]?.contains(file.module) == true
        #expect(mayImport, "\(file.path) imports \(module)")
      }
    }
  }

  /// The manifest declares what the table allows, so that the two do not drift apart.
  @Test func `The manifest is the table`() throws {
    let manifest = try House.text("Package.swift")
    for (target, allowed) in Self.allowed {
      let entry = #/\b(?:executableTarget|target)\(\s*name: "(?<name>\w+)"(?:,\s*dependencies: \[(?<list>[^\]]*)\])?/#
      let match = manifest.matches(of: entry).first { $0.name == target }
      let list = try #require(match, "\(target) is not in Package.swift").list ?? ""
      let declared = Set(list.matches(of: #/"(\w+)"/#).map { String($0.1) }).intersection(Self.allowed.keys)
      #expect(declared == allowed, "\(target)")
    }
  }

  @Test func `No target imports itself in a circle`() {
    func below(_ target: String, _ seen: Set<String>) -> Set<String> {
      (Self.allowed[target] ?? []).subtracting(seen).reduce(into: seen) { $0.formUnion(below($1, $0.union([$1]))) }
    }
    for (target, allowed) in Self.allowed {
      for other in allowed { #expect(!below(other, [other]).contains(target), "\(target) and \(other)") }
    }
  }
}
