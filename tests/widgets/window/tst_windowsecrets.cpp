// SPDX-License-Identifier: MIT
// A token and a secret of known value are entered and used in the window: no text of it, nothing that can be copied or dragged
// out of it, and no file that it leaves has them.
#include "tests/end-to-end/canary.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"
#include "tests/widgets/window/windowfixture.h"
#include "widgets/editor/scripttabs.h"
#include "widgets/log/logpane.h"
#include "widgets/log/logview.h"
#include "widgets/look/passphrasedialog.h"
#include "widgets/run/secretvaluesheet.h"

#include <QAbstractItemView>
#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDialog>
#include <QLineEdit>
#include <QMetaProperty>
#include <QMimeData>
#include <QPushButton>
#include <QSet>
#include <QToolButton>

#include <memory>

using namespace punchcard;
using namespace punchcard::testing;
using namespace Qt::StringLiterals;

namespace {

const QByteArray typedSecret = "canary <of> the \"window\" +/=4711";
const QByteArray storedToken = "ghp_canaryOfTheWindow0123456789abcdefABCD";

bool isVeiled(const QObject &object)
{
    const auto *const line = qobject_cast<const QLineEdit *>(&object);
    return line && line->echoMode() != QLineEdit::Normal;
}

void searchProperties(Canary &canary, const QObject &object)
{
    const QMetaObject *const meta = object.metaObject();
    for (int i = 0; i < meta->propertyCount(); ++i) {
        const QMetaProperty property = meta->property(i);
        // What a field holds is for who reads the field; what it shows is not.
        const bool isValue = isVeiled(object) && (property.name() == "text"_L1 || property.name() == "selectedText"_L1);
        if (property.isReadable() && !isValue)
            canary.search(u"%1.%2"_s.arg(object.objectName(), QLatin1StringView(property.name())),
                          property.read(&object).toString().toUtf8());
    }
}

void searchModel(Canary &canary, const QAbstractItemModel &model, const QModelIndex &parent = {})
{
    for (int row = 0; row < std::min(model.rowCount(parent), 200); ++row) {
        for (int column = 0; column < model.columnCount(parent); ++column) {
            const QModelIndex index = model.index(row, column, parent);
            for (const int role : {Qt::DisplayRole, Qt::EditRole, Qt::ToolTipRole, Qt::StatusTipRole, Qt::WhatsThisRole,
                                   Qt::AccessibleTextRole, Qt::AccessibleDescriptionRole})
                canary.search(u"a list"_s, index.data(role).toString().toUtf8());
            for (int role = Qt::UserRole; role < Qt::UserRole + 64; ++role)
                canary.search(u"a list's data"_s, index.data(role).toString().toUtf8());
        }
        if (model.hasChildren(model.index(row, 0, parent)))
            searchModel(canary, model, model.index(row, 0, parent));
    }
}

void searchAccessible(Canary &canary, QObject &object)
{
    QAccessibleInterface *const face = QAccessible::queryAccessibleInterface(&object);
    if (!face || !face->isValid())
        return;
    for (const QAccessible::Text text : {QAccessible::Name, QAccessible::Description, QAccessible::Value, QAccessible::Help})
        canary.search(u"what a reader says of "_s + object.objectName(), face->text(text).toUtf8());
    if (QAccessibleTextInterface *const words = face->textInterface())
        canary.search(u"what a reader reads of "_s + object.objectName(), words->text(0, words->characterCount()).toUtf8());
}

void searchMime(Canary &canary, const QString &what, const QMimeData *data)
{
    if (!data)
        return;
    const QStringList formats = data->formats();
    for (const QString &format : formats)
        canary.search(what + u' ' + format, data->data(format));
}

/// All that can be seen, read aloud or dragged.
void searchWindows(Canary &canary)
{
    const QWidgetList all = QApplication::allWidgets();
    for (QWidget *const widget : all) {
        searchProperties(canary, *widget);
        searchAccessible(canary, *widget);
        const QList<QAction *> actions = widget->actions();
        for (const QAction *const action : actions)
            searchProperties(canary, *action);
        const auto *const view = qobject_cast<QAbstractItemView *>(widget);
        if (!view || !view->model())
            continue;
        searchModel(canary, *view->model());
        if (!view->dragEnabled())
            continue;
        QModelIndexList rows;
        for (int row = 0; row < view->model()->rowCount(); ++row)
            rows.append(view->model()->index(row, 0));
        const std::unique_ptr<QMimeData> dragged(view->model()->mimeData(rows));
        searchMime(canary, u"what is dragged from "_s + view->objectName(), dragged.get());
    }
}

/// What lies on the clipboard; nullptr: nothing.
const QMimeData *copied()
{
    const QMimeData *const data = QApplication::clipboard()->mimeData();
    return data && !data->formats().isEmpty() ? data : nullptr;
}

/// Whatever offers to copy is made to, after all is selected. How many did.
int searchCopies(Canary &canary)
{
    int copies = 0;
    const QWidgetList all = QApplication::allWidgets();
    QSet<QAction *> actions;
    for (QWidget *const widget : all) {
        if (QAbstractItemView *const view = qobject_cast<QAbstractItemView *>(widget))
            view->selectAll();
        if (LogView *const log = qobject_cast<LogView *>(widget))
            log->selectAll();
        const QList<QAction *> own = widget->actions();
        actions.unite(QSet<QAction *>(own.begin(), own.end()));
    }
    for (QAction *const action : std::as_const(actions)) {
        if (!action->isEnabled() || !action->text().remove(u'&').contains(u"copy"_s, Qt::CaseInsensitive))
            continue;
        QApplication::clipboard()->clear();
        action->trigger();
        // A sum is computed first.
        (void)QTest::qWaitFor([] { return copied() != nullptr; }, 2000);
        searchMime(canary, u"what "_s + action->objectName() + u" copies"_s, copied());
        ++copies;
    }
    return copies;
}

} // namespace

class TstWindowSecrets : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_fixture = std::make_unique<WindowFixture>(); }
    void cleanup() { m_fixture.reset(); }
    // Breaks for the user: who looks over their shoulder, or gets a picture or a report, has their secret.
    void aWholeJobShowsNothing();
    // Breaks for the user: the token that they pasted is on the clipboard of the next program, or in the keyboard's memory.
    void fieldsGiveNothingAway();

private:
    void press(const char *action);

    std::unique_ptr<WindowFixture> m_fixture;
};

void TstWindowSecrets::press(const char *action)
{
    auto *const found = m_fixture->find<QAction>(action);
    QVERIFY2(found, action);
    QTRY_VERIFY2(found->isEnabled(), action);
    found->trigger();
}

void TstWindowSecrets::aWholeJobShowsNothing()
{
    Canary canary;
    canary.add(Canary::Kind::Secret, typedSecret);
    canary.add(Canary::Kind::Token, storedToken);
    const Account account = makeAccount(QUrl(u"http://127.0.0.1:9/"_s), u"octo"_s);
    QVERIFY(wait(m_fixture->desk->sessions()->keep(account)));
    QVERIFY(wait(m_fixture->desk->sessions()->tokens()->write(account.tokenKey, SecretString(QByteArray(storedToken)), {})));
    m_fixture->write(u"echo \"$CANARY\"; printf %s \"$CANARY\" | base64; mkdir -p uploads; echo 1 >uploads/one.txt\n"
                     "echo \"::error::$CANARY\"; exit 3\n"_s);
    QTest::mouseClick(m_fixture->find<QToolButton>("secretsButton"), Qt::LeftButton);
    QTRY_VERIFY(m_fixture->find<QDialog>("secretsSheet"));
    auto *const sheet = m_fixture->find<QDialog>("secretsSheet");
    QTest::keyClicks(sheet->findChild<QLineEdit *>(u"secretName"_s), u"CANARY"_s);
    QTest::keyClicks(sheet->findChild<QLineEdit *>(u"secretValue"_s), QString::fromUtf8(typedSecret));
    QCOMPARE(sheet->findChild<QLineEdit *>(u"secretValue"_s)->text().toUtf8(), typedSecret);
    searchWindows(canary);
    QTest::mouseClick(sheet->findChild<QPushButton *>(u"addSecret"_s), Qt::LeftButton);
    QTRY_VERIFY(sheet->findChild<QLineEdit *>(u"secretValue"_s)->text().isEmpty());
    searchWindows(canary);
    sheet->accept();
    press("run");
    const auto isOver = [this] {
        const auto &jobs = m_fixture->window->jobs().jobs();
        return jobs.size() == 1 && jobs.constFirst().isOver();
    };
    QTRY_VERIFY_WITH_TIMEOUT(isOver(), 120'000);
    QCOMPARE(m_fixture->newest().outcome, Outcome::Failed);
    const LogView *const log = m_fixture->window->findChild<LogPane *>()->view();
    QTRY_VERIFY_WITH_TIMEOUT(log->lines().rows() > 0, 20'000);
    for (qint64 row = 0; row < log->lines().rows(); ++row)
        canary.search(u"the log"_s, log->lineText(log->lines().atRow(row)).toUtf8());
    for (const char *const action : {"accounts", "diagnostics", "settings"})
        press(action);
    QTRY_VERIFY(m_fixture->find<QWidget>("diagnosticsText"));
    QTRY_VERIFY(!m_fixture->find<QWidget>("diagnosticsText")->property("plainText").toString().isEmpty());
    searchWindows(canary);
    QVERIFY(searchCopies(canary) >= 3);
    // What is remembered: the tabs, the choices, the job, the undo of the editor.
    m_fixture->close();
    canary.searchFolder(m_fixture->path(u"home"_s), {u"/hub/address.json"_s});
    qInfo("window: %d sites searched for %lld forms", canary.sites(), qint64(canary.forms()));
    QVERIFY2(canary.found().isEmpty(), qPrintable(canary.found().join(u'\n')));
    QVERIFY(canary.sites() > 1000);
}

void TstWindowSecrets::fieldsGiveNothingAway()
{
    m_fixture->write(u"echo one\n"_s);
    QTest::mouseClick(m_fixture->find<QToolButton>("secretsButton"), Qt::LeftButton);
    QTRY_VERIFY(m_fixture->find<QDialog>("secretsSheet"));
    press("accounts");
    QTRY_VERIFY(m_fixture->find<QLineEdit>("accountToken"));
    const SecretSource lost{.name = u"LOST"_s, .from = SecretSource::From::Typed};
    SecretValueSheet value(Job{.spec = {.name = u"a.sh"_s}}, {lost}, m_fixture->desk->sessions()->tokens());
    const look::PassphraseDialog passphrase(u"Passphrase"_s, u"A passphrase."_s, true);
    int fields = 0;
    const QWidgetList all = QApplication::allWidgets();
    for (QWidget *const widget : all) {
        auto *const field = qobject_cast<QLineEdit *>(widget);
        if (!field || !isVeiled(*field))
            continue;
        ++fields;
        Canary canary;
        canary.add(Canary::Kind::Secret, typedSecret);
        QApplication::clipboard()->setText(u"before"_s);
        field->setEnabled(true);
        QTest::keyClicks(field, QString::fromUtf8(typedSecret));
        QVERIFY2(field->text().toUtf8() == typedSecret, qPrintable(field->objectName()));
        const Qt::InputMethodHints hints = field->inputMethodHints();
        for (const Qt::InputMethodHint hint : {Qt::ImhHiddenText, Qt::ImhSensitiveData, Qt::ImhNoPredictiveText, Qt::ImhNoAutoUppercase})
            QVERIFY2(hints.testFlag(hint), qPrintable(field->objectName()));
        for (const QKeySequence::StandardKey key : {QKeySequence::Copy, QKeySequence::Cut}) {
            field->selectAll();
            QTest::keySequence(field, QKeySequence(key));
            QCOMPARE(QApplication::clipboard()->text(), u"before"_s);
        }
        field->setText(QString::fromUtf8(typedSecret));
        field->selectAll();
        // Nor by the mouse or by the programs that ask a field for its text around the cursor.
        for (const Qt::InputMethodQuery query :
             {Qt::ImSurroundingText, Qt::ImCurrentSelection, Qt::ImTextBeforeCursor, Qt::ImTextAfterCursor})
            canary.search(u"input method"_s, field->inputMethodQuery(query).toString().toUtf8());
        searchProperties(canary, *field);
        searchAccessible(canary, *field);
        QVERIFY2(canary.found().isEmpty(), qPrintable(canary.found().join(u'\n')));
        field->clear();
        field->undo();
        QVERIFY2(field->text().isEmpty(), qPrintable(field->objectName()));
    }
    // The secret's value, one that is lost, the token, the passphrase twice.
    QCOMPARE(fields, 5);
}

PUNCHCARD_TEST(TstWindowSecrets, tst_windowsecrets)
#include "tst_windowsecrets.moc"
