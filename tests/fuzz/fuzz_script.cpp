// SPDX-License-Identifier: MIT
// A script that somebody else wrote: what its comments ask for, and the ignore files and tables beside it.
#include "core/base/ignorerules.h"
#include "core/script/directives.h"
#include "core/script/example.h"
#include "core/script/parameterfile.h"
#include "tests/fuzz/harness.h"

using namespace punchcard;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    const QByteArray text(reinterpret_cast<const char *>(data), qsizetype(size));
    const Directives directives = directivesOf(text);
    for (const DirectiveFault &fault : directives.faults)
        fuzz::require(fault.line > 0 && fault.column >= 0 && fault.length >= 0 && !fault.what.isEmpty(),
                      "a fault has its place and reason");
    JobSpec spec;
    const JobSpec before = spec;
    const Result<> applied = applyDirectives(spec, directives, {}, fuzz::folder());
    fuzz::require(applied || spec == before, "what is refused changes nothing");
    for (const InputSource &input : spec.inputs)
        fuzz::require(input.path.startsWith(fuzz::folder() + u'/'), "a script takes along only what lies beside it");
    (void)overruled(directives, spec);
    (void)secretsAskedFor(directives, spec);
    (void)askedName(directives);
    (void)exampleFrom(QStringLiteral("a.sh"), text);
    const Result<Parameters> table = parametersOf(text, QStringLiteral("a.csv"));
    fuzz::require(table || !table.error().what.isEmpty(), "a table that is refused has a reason");
    if (table) {
        for (const QStringList &row : table->rows)
            fuzz::require(row.size() == table->names.size(), "a row has all columns");
    }
    IgnoreRules rules;
    rules.add(text);
    for (const char *const path : {"a", "a/b/c.txt", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", ".git/x", "b[1]"})
        (void)rules.verdict(QString::fromLatin1(path), false);
    return 0;
}
