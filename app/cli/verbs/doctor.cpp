// SPDX-License-Identifier: MIT
#include "app/cli/jsonreporter.h"
#include "app/cli/verbs/verbs.h"
#include "core/jobs/accountwork.h"

#include <QJsonObject>

#include <algorithm>

namespace punchcard::cli {

using namespace Qt::StringLiterals;

namespace {

void show(Bench &bench, const Check &check)
{
    if (bench.arguments.watch.json) {
        const QJsonObject object{{u"event"_s, u"check"_s},
                                 {u"name"_s, check.name},
                                 {u"level"_s, levelName(check.level)},
                                 {u"message"_s, check.what},
                                 {u"remedy"_s, check.remedy}};
        printJson(bench.terminal, object);
        return;
    }
    const Paint paint = check.level == Check::Level::Ok ? Paint::Good : Paint::Bad;
    const QString level = levelName(check.level);
    bench.terminal.print(painted(level, paint) + QString(5 - level.size(), u' ') + check.name + u": "_s + check.what);
    if (!check.remedy.isEmpty())
        bench.terminal.print(u"     "_s + check.remedy);
}

} // namespace

QCoro::Task<ExitCode> doctorVerb(Bench &bench)
{
    std::vector<CheckFunction> more;
    if (const Result<QList<Account>> accounts = co_await bench.desk->sessions()->accounts()) {
        for (const Account &account : *accounts) {
            if (isSignedIn(account))
                more.emplace_back([&bench, account](const Context &) { return checkAccount(bench.desk->sessions(), account); });
        }
    }
    const Context context = bench.context();
    const LocalHub hub(bench.home);
    const QList<Check> checks = co_await runDoctor(bench.home, bench.keychain, hub, more, context);
    for (const Check &check : checks)
        show(bench, check);
    const bool isWell = std::ranges::none_of(checks, [](const Check &check) { return check.level == Check::Level::Fail; });
    co_return isWell ? ExitCode::Succeeded : ExitCode::Failed;
}

} // namespace punchcard::cli
