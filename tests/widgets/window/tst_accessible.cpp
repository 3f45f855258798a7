// SPDX-License-Identifier: MIT
// Whatever takes the focus, and whatever is a picture only, has a name that a screen reader can say.
#include "tests/support/testmain.h"
#include "tests/support/wait.h"
#include "tests/widgets/window/windowfixture.h"
#include "widgets/editor/scripttabs.h"
#include "widgets/run/runstrip.h"
#include "widgets/run/secretssheet.h"
#include "widgets/run/secretvaluesheet.h"

#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QAction>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QMenu>
#include <QRadioButton>
#include <QTabWidget>
#include <QToolButton>

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstAccessible : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_fixture = std::make_unique<testing::WindowFixture>(); }
    void cleanup() { m_fixture.reset(); }
    void theWindow();
    void whatTheMenusOpen_data();
    void whatTheMenusOpen();
    void theSheetsOfARun();
    void theSheetForALostSecret();

private:
    std::unique_ptr<testing::WindowFixture> m_fixture;
};

// What Qt makes inside its own widgets is told by the whole.
static bool isPart(const QWidget *widget)
{
    const QWidget *parent = widget->parentWidget();
    if (widget->objectName().startsWith("qt_"_L1) || widget->inherits("QMenu") || widget->inherits("QTabWidget") || widget->focusProxy())
        return true;
    for (; parent; parent = parent->parentWidget()) {
        if (qobject_cast<const QComboBox *>(parent) || qobject_cast<const QAbstractSpinBox *>(parent))
            return true;
    }
    return false;
}

// A label is its own name, and says nothing while it is empty; a button without text waits, hidden, for one.
static bool isSilent(const QWidget *widget)
{
    const auto *button = qobject_cast<const QAbstractButton *>(widget);
    const auto *label = qobject_cast<const QLabel *>(widget);
    return (label && label->text().isEmpty()) || (button && button->isHidden() && button->text().isEmpty() && button->icon().isNull());
}

static bool isAddressed(const QWidget *widget)
{
    const auto *button = qobject_cast<const QAbstractButton *>(widget);
    return !isPart(widget) && !isSilent(widget) && (widget->focusPolicy() != Qt::NoFocus || (button && !button->icon().isNull()));
}

static QString whoIs(const QWidget *widget)
{
    QStringList way;
    for (; widget; widget = widget->parentWidget())
        way.prepend(widget->objectName().isEmpty() ? QString::fromLatin1(widget->metaObject()->className()) : widget->objectName());
    return way.join(u" > "_s);
}

static QStringList nameless(const QWidget *whole)
{
    QStringList found;
    for (QWidget *widget : whole->findChildren<QWidget *>()) {
        QAccessibleInterface *interface = isAddressed(widget) ? QAccessible::queryAccessibleInterface(widget) : nullptr;
        if (interface && (interface->text(QAccessible::Name).trimmed().isEmpty() || interface->role() == QAccessible::NoRole))
            found.append(whoIs(widget));
    }
    return found;
}

#define COMPARE_NAMELESS(whole) QVERIFY2(nameless(whole).isEmpty(), qPrintable(u"no name: "_s + nameless(whole).join(u"\n         "_s)))

void TstAccessible::theWindow()
{
    COMPARE_NAMELESS(m_fixture->window.get());
    m_fixture->write(u"echo one\n"_s);
    for (const auto command : {ScriptTabs::Command::Find, ScriptTabs::Command::Replace, ScriptTabs::Command::GoToLine})
        m_fixture->window->scripts()->action(command)->trigger();
    m_fixture->find<QAction>("showHistory")->trigger();
    COMPARE_NAMELESS(m_fixture->window.get());
}

void TstAccessible::whatTheMenusOpen_data()
{
    QTest::addColumn<QString>("action");
    QTest::addColumn<QString>("dialog");
    for (const auto &[action, dialog] : {std::pair("settings", "settingsDialog"),
                                         {"accounts", "accountsDialog"},
                                         {"newFromExample", "gallery"},
                                         {"shortcutsPage", "shortcutsPage"},
                                         {"diagnostics", "diagnosticsDialog"},
                                         {"about", "aboutDialog"}})
        QTest::newRow(dialog) << QString::fromLatin1(action) << QString::fromLatin1(dialog);
}

void TstAccessible::whatTheMenusOpen()
{
    QFETCH(const QString, action);
    QFETCH(const QString, dialog);
    m_fixture->window->findChild<QAction *>(action)->trigger();
    QTRY_VERIFY(m_fixture->window->findChild<QDialog *>(dialog));
    auto *opened = m_fixture->window->findChild<QDialog *>(dialog);
    QVERIFY(!opened->windowTitle().isEmpty());
    COMPARE_NAMELESS(opened);
    opened->close();
}

void TstAccessible::theSheetsOfARun()
{
    m_fixture->write(u"echo one\n"_s);
    auto *strip = m_fixture->find<RunStrip>("runStrip");
    strip->showPreflight();
    QTRY_VERIFY(m_fixture->find<QDialog>("preflightSheet"));
    COMPARE_NAMELESS(m_fixture->find<QDialog>("preflightSheet"));
    m_fixture->find<QDialog>("preflightSheet")->reject();
    for (const auto &[button, sheet] : {std::pair("secretsButton", "secretsSheet"), {"inputsButton", "inputsSheet"}}) {
        QTest::mouseClick(m_fixture->find<QToolButton>(button), Qt::LeftButton);
        QTRY_VERIFY(m_fixture->find<QDialog>(sheet));
        COMPARE_NAMELESS(m_fixture->find<QDialog>(sheet));
        m_fixture->find<QDialog>(sheet)->close();
    }
    m_fixture->find<RunStrip>("runStrip")->showArray();
    for (const char *const kind : {"arrayInputs", "arrayRows"}) {
        m_fixture->find<QDialog>("arraySheet")->findChild<QRadioButton *>(QLatin1StringView(kind))->click();
        COMPARE_NAMELESS(m_fixture->find<QDialog>("arraySheet"));
    }
    m_fixture->find<QDialog>("arraySheet")->close();
}

void TstAccessible::theSheetForALostSecret()
{
    const SecretSource typed{.name = u"TOKEN"_s, .from = SecretSource::From::Typed};
    const SecretSource file{.name = u"KEY"_s, .from = SecretSource::From::File, .where = u"/nowhere/key"_s};
    const SecretValueSheet sheet(Job{.spec = {.name = u"a.sh"_s}}, {typed, file}, m_fixture->desk->sessions()->tokens());
    COMPARE_NAMELESS(&sheet);
}

PUNCHCARD_TEST(TstAccessible, tst_accessible)
#include "tst_accessible.moc"
