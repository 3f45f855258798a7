// SPDX-License-Identifier: MIT
#include "core/http/hostqueue.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <map>

using namespace Qt::StringLiterals;
using namespace punchcard;
using namespace punchcard::http;

namespace {

/// Who came in, in what order; each stays until told to leave.
struct Guests
{
    HostQueue queue{6};
    QStringList in;
    QStringList turnedAway;
    std::map<QString, std::unique_ptr<HostQueue::Place>> places;
    std::vector<QCoro::Task<>> coming;

    void come(const QString &name, const QString &host, Context context = {}) { coming.push_back(enter(this, name, host, context)); }
    void leave(const QString &name) { places.erase(name); }

    static QCoro::Task<> enter(Guests *guests, QString name, QString host, Context context)
    {
        auto place = co_await guests->queue.enter(host, context);
        if (!place) {
            guests->turnedAway.append(name);
            co_return;
        }
        guests->in.append(name);
        guests->places.insert_or_assign(name, std::move(*place));
    }
};

} // namespace

class TstHostQueue : public QObject
{
    Q_OBJECT

private slots:
    void sixAtOnceAndTheRestInOrder()
    {
        Guests guests;
        for (int i = 1; i <= 9; ++i)
            guests.come(QString::number(i), u"h"_s);
        QTRY_COMPARE(guests.in.size(), 6);
        guests.come(u"elsewhere"_s, u"i"_s);
        QTRY_VERIFY(guests.in.contains(u"elsewhere"_s));
        guests.leave(u"3"_s);
        QTRY_COMPARE(guests.in.last(), u"7"_s);
        guests.leave(u"1"_s);
        QTRY_COMPARE(guests.in.last(), u"8"_s);
        guests.leave(u"7"_s);
        QTRY_COMPARE(guests.in.last(), u"9"_s);
        QCOMPARE(guests.in.size(), 10);
    }

    void whoNoLongerWantsLeavesTheQueue()
    {
        Guests guests;
        for (int i = 1; i <= 6; ++i)
            guests.come(QString::number(i), u"h"_s);
        const Context impatient;
        guests.come(u"7"_s, u"h"_s, impatient);
        guests.come(u"8"_s, u"h"_s);
        impatient.cancel->request();
        QTRY_COMPARE(guests.turnedAway, QStringList{u"7"_s});
        guests.leave(u"2"_s);
        QTRY_COMPARE(guests.in.last(), u"8"_s);
        guests.come(u"9"_s, u"h"_s, impatient);
        QTRY_COMPARE(guests.turnedAway.size(), 2);
    }

    // Admitted and cancelled in the same breath: the place must not be lost.
    void placeIsGivenBackWhenCancelledAtTheDoor()
    {
        Guests guests;
        for (int i = 1; i <= 6; ++i)
            guests.come(QString::number(i), u"h"_s);
        const Context impatient;
        guests.come(u"7"_s, u"h"_s, impatient);
        QTRY_COMPARE(guests.in.size(), 6);
        guests.leave(u"1"_s);
        impatient.cancel->request();
        QTRY_COMPARE(guests.turnedAway, QStringList{u"7"_s});
        guests.come(u"8"_s, u"h"_s);
        QTRY_COMPARE(guests.in.last(), u"8"_s);
    }
};

PUNCHCARD_TEST(TstHostQueue, tst_hostqueue)

#include "tst_hostqueue.moc"
