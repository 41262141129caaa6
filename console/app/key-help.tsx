/** The keys of the console, shown by `?`. */
import { Modal } from 'antd';
import { useLanguage } from '../words/index.ts';

export function KeyHelp({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const { words } = useLanguage();
  const { keys } = words;
  const rows: readonly (readonly [string, string])[] = [
    ['/', keys.search],
    ['g o', keys.goOverview],
    ['g a', keys.goApplications],
    ['g p', keys.goPolicies],
    ['g n', keys.goLoans],
    ['g d', keys.goPlan],
    ['g y', keys.goPayments],
    ['g f', keys.goFunders],
    ['g m', keys.goModels],
    ['g l', keys.goLedger],
    ['j ↓', keys.next],
    ['k ↑', keys.previous],
    ['Enter', keys.open],
    ['Esc', keys.close],
    ['?', keys.help],
  ];
  return (
    <Modal open={isOpen} onCancel={onClose} footer={null} destroyOnHidden title={keys.title} width={380}>
      <dl className="key-list">
        {rows.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              {key.split(' ').map((one) => (
                <kbd key={one}>{one}</kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
