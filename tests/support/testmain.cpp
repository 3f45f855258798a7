// SPDX-License-Identifier: MIT
#include "tests/support/testmain.h"

#include <QList>
#include <QStringList>

#include <cstdio>

namespace punchcard::testing {
namespace {

struct Unit
{
    const char *name;
    std::function<int(const QStringList &)> run;
};

QList<Unit> &units()
{
    static QList<Unit> list;
    return list;
}

} // namespace

Registration::Registration(const char *unit, std::function<int(const QStringList &)> run)
{
    units().append({unit, std::move(run)});
}

int runUnits(QStringList arguments, const std::function<void(const char *)> &after)
{
    const QString wanted = arguments.size() > 1 && arguments.at(1).startsWith(QLatin1String("tst_")) ? arguments.takeAt(1) : QString();
    int failures = 0;
    int ran = 0;
    for (const auto &unit : units()) {
        if (!wanted.isEmpty() && wanted != QLatin1String(unit.name))
            continue;
        failures += unit.run(arguments);
        if (after)
            after(unit.name);
        ++ran;
    }
    if (ran == 0) {
        std::fprintf(stderr, "no such unit: %s\n", qPrintable(wanted));
        return 2;
    }
    return failures == 0 ? 0 : 1;
}

} // namespace punchcard::testing
