// swift-tools-version: 6.2
import PackageDescription

// Targets are in the order in which data flows: records in, statistics out.
// ARCHITECTURE.md has the table of allowed imports; Tests/HouseTests compare it with this file.

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .treatAllWarnings(as: .error),
]

let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "tallybook",
  products: [.executable(name: "tallybook", targets: ["tallybook"])],
  dependencies: [
    .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
  ],
  targets: [
    .systemLibrary(name: "CMalloc"),
    .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CXLSXWriter", providers: [.apt(["libxlsxwriter-dev"])]),
    .systemLibrary(name: "CArgon2", pkgConfig: "libargon2", providers: [.apt(["libargon2-dev"])]),
    .systemLibrary(name: "CCrackLib", providers: [.apt(["libcrack2-dev"])]),
    .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(name: "CMariaDB", pkgConfig: "libmariadb", providers: [.apt(["libmariadb-dev"])]),
    .systemLibrary(name: "CLibCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    // Not by pkg-config: cjose's .pc file requires that of another library, which is not needed here.
    .systemLibrary(name: "CJose", providers: [.apt(["libcjose-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CIdn2", pkgConfig: "libidn2", providers: [.apt(["libidn2-dev"])]),

    .target(name: "Support", dependencies: ["CCrypto"]),
    .target(name: "Calendar"),
    .target(name: "Records", dependencies: ["Support", "Calendar", "CIdn2"]),
    .target(name: "Intake", dependencies: ["Support", "Records", "CZlib"]),
    .target(name: "DatabaseAccess", dependencies: ["Support"]),
    .target(name: "SQLiteDatabase", dependencies: ["DatabaseAccess", "CSQLite", grdb, sqlite]),
    .target(name: "PostgresDatabase", dependencies: ["Support", "DatabaseAccess", "CLibPQ"]),
    .target(
      name: "Store", dependencies: ["Support", "Calendar", "Records", "DatabaseAccess"],
      resources: [.copy("Migrations")]),
    .target(
      name: "Access",
      dependencies: ["Support", "Records", "DatabaseAccess", "Store", "CArgon2", "CCrackLib", "CCrypto"]),
    .target(name: "HTTPClient", dependencies: ["Support", "Records", "CLibCurl"]),
    .target(name: "SingleSignOn", dependencies: ["Support", "Records", "Access", "HTTPClient", "CJose"]),
    .target(
      name: "Statistics",
      dependencies: ["Support", "Calendar", "Records", "DatabaseAccess", "Store", "Access"]),
    .target(name: "Import", dependencies: ["Support", "Records", "DatabaseAccess", "Store", "Statistics"]),
    .target(
      name: "Export", dependencies: ["Support", "Calendar", "Records", "DatabaseAccess", "Store", "Access", "CZlib"]),
    .target(
      name: "LRS",
      dependencies: [
        "Support", "Calendar", "Records", "DatabaseAccess", "Store", "Access", "Statistics", "Import", "CCrypto",
      ]),
    .target(name: "Spreadsheets", dependencies: ["Calendar", "CXLSXWriter", "CZlib"]),
    .target(
      name: "Reports",
      dependencies: [
        "Support", "Calendar", "Records", "DatabaseAccess", "Store", "Statistics", "Access", "Spreadsheets",
      ]),
    .target(name: "Mail", dependencies: ["Records", "CLibCurl"]),
    .target(
      name: "Jobs",
      dependencies: ["Support", "DatabaseAccess", "Store", "Access", "Reports", "Spreadsheets", "Mail"]),
    .target(name: "SCIM", dependencies: ["Support", "Calendar", "Records"]),
    .target(
      name: "Accounts",
      dependencies: [
        "Support", "Calendar", "Records", "DatabaseAccess", "Store", "Access", "SingleSignOn", "Import", "Jobs",
        "SCIM",
      ]),
    .target(
      name: "Web",
      dependencies: [
        "Support", "Calendar", "Records", "Intake", "DatabaseAccess", "Store", "Statistics", "Import", "Access",
        "LRS", "Reports", "Spreadsheets", "Mail", "Jobs", "SingleSignOn", "SCIM", "Accounts", hummingbird, mustache,
      ],
      resources: [.copy("Public"), .copy("Languages")], plugins: ["Templates"]),
    // Each template is next to its page.
    .plugin(name: "Templates", capability: .buildTool()),
    .target(name: "DemoPlatform", dependencies: ["Calendar"]),
    .target(
      name: "Moodle",
      dependencies: [
        "Support", "Calendar", "Records", "Intake", "DatabaseAccess", "SQLiteDatabase", "CLibPQ", "CMariaDB",
      ],
      resources: [.copy("Entities.txt")]),
    .executableTarget(
      name: "tallybook",
      dependencies: [
        "Support", "Calendar", "Records", "Intake", "DatabaseAccess", "SQLiteDatabase", "PostgresDatabase", "Store",
        "Statistics", "Import", "Export", "Access", "Reports", "Spreadsheets", "Mail", "Jobs", "HTTPClient",
        "SingleSignOn", "Accounts", "LRS", "Web", "DemoPlatform", "Moodle", "CMalloc", hummingbird, arguments,
      ]),

    // Shared by tests: stores, and a slow, independent implementation of the specification.
    .target(
      name: "TestSupport",
      dependencies: [
        "Support", "Calendar", "Records", "Intake", "DatabaseAccess", "SQLiteDatabase", "PostgresDatabase", "Store",
        "Import",
      ]),
    .target(name: "ReferenceModel", path: "Tests/ReferenceModel"),

    .testTarget(name: "SupportTests", dependencies: ["Support"]),
    .testTarget(name: "CalendarTests", dependencies: ["Calendar"]),
    .testTarget(name: "RecordsTests", dependencies: ["Calendar", "Records"]),
    .testTarget(name: "IntakeTests", dependencies: ["Intake", "Records", "CZlib"]),
    .testTarget(
      name: "StoreTests",
      dependencies: [
        "TestSupport", "Support", "Calendar", "Records", "Intake", "DatabaseAccess", "SQLiteDatabase", "Store",
        "Statistics", "Import", "Export", "LRS", "ReferenceModel",
      ]),
    .testTarget(name: "CommandTests", dependencies: ["Support", "DatabaseAccess", "SQLiteDatabase", "Store"]),
    .testTarget(
      name: "StatisticsTests",
      dependencies: [
        "TestSupport", "Records", "DatabaseAccess", "Store", "Access", "Statistics", "Import", "ReferenceModel",
      ]),
    // Tests of PostgreSQL and comparisons of both engines; they run if TALLYBOOK_TEST_POSTGRES names a server.
    .testTarget(
      name: "PostgresTests",
      dependencies: ["TestSupport", "ReferenceModel", "Support", "DatabaseAccess", "PostgresDatabase", "Store"]),
    .testTarget(name: "SpreadsheetsTests", dependencies: ["Support", "Calendar", "Spreadsheets", "CZlib"]),
    .testTarget(name: "DemoPlatformTests", dependencies: ["Support", "DemoPlatform"]),
    .testTarget(name: "MoodleTests", dependencies: ["Calendar", "Records", "Intake", "Moodle"]),
    .testTarget(name: "ReferenceModelTests", dependencies: ["Support", "ReferenceModel"]),
    .testTarget(
      name: "AgreementTests",
      dependencies: [
        "TestSupport", "ReferenceModel", "Support", "Calendar", "Records", "DatabaseAccess", "Store", "Access",
        "Statistics", "Reports", "Spreadsheets", "Web",
      ]),
    .testTarget(
      name: "WebTests",
      dependencies: [
        "TestSupport", "ReferenceModel", "Support", "Calendar", "Records", "DatabaseAccess", "Access", "Statistics",
        "Spreadsheets", "Reports", "Mail", "Jobs", "SingleSignOn", "CJose", "Accounts", "LRS", "Web", "Store",
        "SQLiteDatabase", "PostgresDatabase", hummingbird, mustache,
      ]),
    .testTarget(name: "SCIMTests", dependencies: ["SCIM", "Support"]),
    .testTarget(name: "MailTests", dependencies: ["Support", "Mail"]),
    .testTarget(
      name: "JobsTests",
      dependencies: [
        "TestSupport", "Support", "Calendar", "DatabaseAccess", "Access", "Reports", "Spreadsheets", "Mail", "Jobs",
      ]),
    .testTarget(
      name: "LRSTests",
      dependencies: ["TestSupport", "Support", "Calendar", "Records", "DatabaseAccess", "LRS"],
      exclude: ["Fixtures"]),
    .testTarget(name: "HouseTests"),
  ],
  swiftLanguageModes: [.v6]
)

for target in package.targets where target.type == .regular || target.type == .executable || target.type == .test {
  target.swiftSettings = strict
}
